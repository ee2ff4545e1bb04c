import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { existsSync, readFileSync } from 'node:fs';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import {
  choosePyramidLevel,
  openPyramid,
  readPyramidLevel,
  recallPyramid,
} from '../../../../../src/engines/image/pyramid/open-pyramid.ts';
import { makeReader } from '../../../../../src/engines/image/source/pixel-reader.ts';
import type { PyramidLevel } from '../../../../../src/engines/image/source/pyramid-level.ts';
import { renderPyramid } from '../../../../../src/engines/image/pyramid/render-pyramid.ts';

let folder = '';
/** Noise of 2000×1500 pixels in deflate: 12 MB that nothing can pack, so bytes read are tiles read. */
let noisy = '';

async function render(name: string, master: string): Promise<string> {
  const target = path.join(folder, name);
  const facts = await probeImage(master, 'image/png');
  await renderPyramid(
    { file: master, facts },
    { kind: 'pyramid', tile: 256, compression: 'deflate', quality: 95 },
    target,
  );
  return target;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pyramid-source-'));
  const master = path.join(folder, 'noise.png');
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  await sharp({ create: { width: 2000, height: 1500, channels: 3, background: 'black', noise } })
    .png()
    .toFile(master);
  noisy = await render('noise.tif', master);
});
afterAll(() => rm(folder, { recursive: true }));

/** Reads a pyramid as the picture of another file, where it is no whole one itself. */
const pyramidReader = async (file: string, like = file) =>
  makeReader({ file, facts: await probeImage(like, 'image/tiff') });

const levelOf = (levels: readonly PyramidLevel[], index: number): PyramidLevel => levels[index]!;

/** Bytes that this process has asked the system to read. */
const bytesRead = (): number => Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);

describe('opening a pyramid', () => {
  it('tells the size and page of every level', async () => {
    expect(await openPyramid(noisy)).toEqual([
      { index: 0, width: 2000, height: 1500 },
      { index: 1, width: 1000, height: 750 },
      { index: 2, width: 500, height: 375 },
      { index: 3, width: 250, height: 188 },
    ]);
  });

  it('reads the directories of the same bytes once', async () => {
    const levels = await recallPyramid(noisy, 'of these bytes');
    expect(levels).toEqual(await openPyramid(noisy));
    expect(await recallPyramid(path.join(folder, 'no such file.tif'), 'of these bytes')).toBe(levels);
    await expect(recallPyramid(path.join(folder, 'no such file.tif'), 'of others')).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
    });
  });

  it('reads pyramids of other writers, halves rounded down', async () => {
    const file = path.join(folder, 'libvips.tif');
    await sharp({ create: { width: 1001, height: 701, channels: 3, background: 'teal' } })
      .tiff({ tile: true, pyramid: true, compression: 'lzw' })
      .toFile(file);
    expect((await openPyramid(file)).map(({ width, height }) => [width, height])).toEqual([
      [1001, 701],
      [500, 350],
      [250, 175],
    ]);
  });

  it('refuses a TIFF whose pages do not halve', async () => {
    const file = path.join(folder, 'pages.tif');
    const page = sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } });
    const pages = await Promise.all([1, 2].map(() => page.clone().png().toBuffer()));
    await sharp(pages, { join: { animated: true } })
      .tiff()
      .toFile(file);
    await expect(openPyramid(file)).rejects.toMatchObject({ name: 'SourceError', code: 'SOURCE_CORRUPT' });
  });

  it('refuses a chain of directories that goes in circles', async () => {
    const file = path.join(folder, 'circle.tif');
    await sharp({ create: { width: 1, height: 1, channels: 3, background: 'teal' } })
      .tiff()
      .toFile(file);
    const bytes = await readFile(file);
    const first = bytes.readUInt32LE(4);
    bytes.writeUInt32LE(first, first + 2 + 12 * bytes.readUInt16LE(first));
    await writeFile(file, bytes);
    await expect(openPyramid(file)).rejects.toMatchObject({ name: 'SourceError', code: 'SOURCE_CORRUPT' });
  });

  it('refuses what is no TIFF, and what is not there', async () => {
    const text = path.join(folder, 'text.tif');
    await writeFile(text, 'Dear reader, this is no picture.');
    await expect(openPyramid(text)).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
    await expect(openPyramid(path.join(folder, 'gone.tif'))).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });
});

describe('the level after some halvings', () => {
  it.each([
    [0, 0],
    [2, 2],
    [3, 3],
    [5, 3],
  ])('of %i is level %i, the smallest where halving ended earlier', async (halvings, index) => {
    expect(choosePyramidLevel(await openPyramid(noisy), halvings).index).toBe(index);
  });
});

describe('reading a level', () => {
  it('gives the region that is asked for', async () => {
    const levels = await openPyramid(noisy);
    for (const index of [0, 1, 3]) {
      const level = levelOf(levels, index);
      const region = { x: 60, y: 33, width: 150, height: 120 };
      const whole = await readPyramidLevel(await pyramidReader(noisy), level);
      expect(whole).toMatchObject({ width: level.width, height: level.height, channels: 3 });
      const cut = await sharp(whole.data, { raw: { width: level.width, height: level.height, channels: 3 } })
        .extract({ left: 60, top: 33, width: 150, height: 120 })
        .raw()
        .toBuffer();
      const part = await readPyramidLevel(await pyramidReader(noisy), level, region);
      expect(part).toMatchObject({ width: 150, height: 120, channels: 3 });
      expect(cut.equals(part.data)).toBe(true);
    }
  });

  it.skipIf(!existsSync('/proc/self/io'))('reads the tiles of the region and no others', async () => {
    const level = levelOf(await openPyramid(noisy), 0);
    const tileBytes = 256 * 256 * 3;
    // In the last rows of the file's largest level: a reading from the top would pass all of its 9 MB.
    const regions = [
      { region: { x: 1300, y: 1300, width: 200, height: 100 }, tiles: 1 },
      { region: { x: 1200, y: 1200, width: 200, height: 200 }, tiles: 4 },
    ];
    for (const { region, tiles } of regions) {
      const reader = await pyramidReader(noisy);
      const before = bytesRead();
      await readPyramidLevel(reader, level, region);
      const read = bytesRead() - before;
      // Noise in deflate needs nearly all its bytes; the head of the file and its neighbours are small.
      expect(read).toBeGreaterThan(0.7 * tiles * tileBytes);
      expect(read).toBeLessThan(1.2 * tiles * tileBytes);
    }
    expect((await stat(noisy)).size).toBeGreaterThan(40 * tileBytes);
  });

  it('throws where its tiles are damaged', async () => {
    const file = path.join(folder, 'cut.tif');
    await writeFile(file, await readFile(noisy));
    await truncate(file, 1_000_000);
    const [level] = await openPyramid(file);
    await expect(readPyramidLevel(await pyramidReader(file, noisy), level!)).rejects.toMatchObject({
      name: 'SourceError',
      code: 'SOURCE_CORRUPT',
    });
  });
});
