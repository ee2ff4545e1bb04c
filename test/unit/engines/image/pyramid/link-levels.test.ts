import { spawnSync } from 'node:child_process';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { linkPyramid } from '../../../../../src/engines/image/pyramid/link-levels.ts';
import { openTiff, readFrom } from '../../../../../src/system/read-tiff.ts';

const SIZES = [
  [700, 430],
  [350, 215],
  [175, 108],
] as const;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pyramid-link-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function writeLevels(name: string, bigtiff: boolean, compression: 'jpeg' | 'deflate'): Promise<string[]> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  return Promise.all(
    SIZES.map(async ([width, height], i) => {
      const file = path.join(folder, `${name}-${i}.tif`);
      await sharp({ create: { width, height, channels: 3, background: 'black', noise } })
        .tiff({ tile: true, tileWidth: 128, tileHeight: 128, compression, quality: 95, bigtiff })
        .toFile(file);
      return file;
    }),
  );
}

const has = (tool: string): boolean => spawnSync(tool, ['-h']).error === undefined;

describe('linking levels into one pyramid', () => {
  it.each([
    ['classic levels as classic TIFF', false, false],
    ['classic levels as BigTIFF', false, true],
    ['BigTIFF levels as classic TIFF', true, false],
    ['BigTIFF levels as BigTIFF', true, true],
  ])('keeps the pixels of %s', async (_, levelsBig, big) => {
    for (const compression of ['jpeg', 'deflate'] as const) {
      const files = await writeLevels(`${compression}-${levelsBig}`, levelsBig, compression);
      const target = path.join(folder, `${compression}-${levelsBig}-${big}.tif`);
      await linkPyramid(files, target, undefined, { big });
      expect((await readFile(target)).readUInt16LE(2)).toBe(big ? 43 : 42);
      for (const [page, file] of files.entries()) {
        const linked = await sharp(target, { page }).raw().toBuffer();
        expect(linked.equals(await sharp(file).raw().toBuffer())).toBe(true);
      }
    }
  });

  it('writes classic TIFF below 4 GiB', async () => {
    const target = path.join(folder, 'small.tif');
    await linkPyramid(await writeLevels('small', false, 'jpeg'), target);
    expect((await readFile(target)).readUInt16LE(2)).toBe(42);
  });

  it.skipIf(!has('tiffinfo'))('is what tiffinfo reads without a warning, tiles included', async () => {
    const files = await writeLevels('info', false, 'deflate');
    for (const big of [false, true]) {
      const target = path.join(folder, `info-${big}.tif`);
      await linkPyramid(files, target, undefined, { big });
      const { status, stdout, stderr } = spawnSync('tiffinfo', ['-D', target], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout.match(/Image Width: \d+ Image Length: \d+/g)).toEqual(
        SIZES.map(([width, height]) => `Image Width: ${width} Image Length: ${height}`),
      );
      expect(stdout.match(/reduced-resolution image/g)).toHaveLength(2);
    }
  });

  it('refuses a level that is no TIFF, and a level whose tiles are cut off', async () => {
    const [full = '', ...rest] = await writeLevels('cut', false, 'deflate');
    const target = path.join(folder, 'cut.tif');
    const text = path.join(folder, 'text.tif');
    await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
      .png()
      .toFile(text);
    await expect(linkPyramid([full, text], target)).rejects.toThrow(RangeError);
    // libvips puts the directory behind the tiles: what is cut off is the directory itself.
    const handle = await open(full, 'r+');
    const tiff = await openTiff(readFrom(handle));
    await handle.truncate(tiff.first);
    await handle.close();
    await expect(linkPyramid([full, ...rest], target)).rejects.toThrow(RangeError);
  });
});
