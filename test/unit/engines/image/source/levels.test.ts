import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { judgeColors } from '../../../../../src/engines/image/source/judge-colors.ts';
import { openForFrames } from '../../../../../src/engines/image/source/open-source.ts';
import { digestOf } from '../../../../../src/system/digest.ts';
import { walkLevels } from '../../../../../src/engines/image/source/levels.ts';
import { openPicture } from '../../../../../src/engines/image/source/pixels.ts';
import type { Source } from '../../../../../src/engines/image/source/level.ts';
import { makeSource } from '../../../../../src/engines/image/source/source.ts';
import { wholeOf, type Reading } from '../../../../../src/layout/reading.ts';

const picture = {
  data: Uint8Array.from({ length: 37 * 21 * 3 }, (_, i) => (i * 31) % 256),
  width: 37,
  height: 21,
  channels: 3,
} as const;

const opened = makeSource({ open: () => openPicture(picture), size: picture, orientation: 1 }, wholeOf(picture));

describe('a walk down the levels', () => {
  it('ends with the last that is wanted', async () => {
    const numbers: number[] = [];
    for await (const { number } of walkLevels(opened, new Set([3]))) numbers.push(number);
    expect(numbers).toEqual([0, 1, 2, 3]);
  });

  it('reads the source once at most for all halvings', async () => {
    const readings: Reading[] = [];
    const counted: Source = {
      size: opened.size,
      read: (reading) => {
        readings.push(reading);
        return opened.read(reading);
      },
    };
    for await (const level of walkLevels(counted, new Set([4])))
      expect(level.picture === null).toBe(level.number === 0);
    expect(readings).toEqual([
      { scaled: { width: 19, height: 11 }, window: { x: 0, y: 0, width: 19, height: 11 }, kernel: 'lanczos3' },
    ]);
  });

  it('reads nothing where only the full size is wanted', async () => {
    const never: Source = { size: opened.size, read: () => Promise.reject(new Error('read')) };
    const levels = [];
    for await (const level of walkLevels(never, new Set([0]))) levels.push(level.number);
    expect(levels).toEqual([0]);
  });
});

describe('a halving that is left in a file', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'levels-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function sourceOf(name: string, change: (pipeline: Sharp) => Sharp, height: number): Promise<Source> {
    const width = 263;
    const data = Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => ((i * i) % 251) ^ (i % 37)));
    const file = path.join(folder, name);
    await change(sharp(data, { raw: { width, height, channels: 3 } })).toFile(file);
    const mime = `image/${path.extname(name).slice(1)}`;
    const master = await judgeColors({ file, facts: await probeImage(file, mime) });
    const opening = await openForFrames(master, [], false);
    return makeSource(opening, wholeOf(opening.size));
  }

  /** The digests of the levels whose pixels are in memory, by number. */
  async function digestsOf(source: Source, wanted: readonly number[], scratch?: string): Promise<object> {
    const digests: Record<number, string> = {};
    for await (const { number, picture } of walkLevels(source, new Set(wanted), { scratchFor: () => scratch }))
      if (picture) digests[number] = digestOf(new Uint8Array(picture.data.buffer));
    return digests;
  }

  const scratchFolder = () => mkdtemp(path.join(folder, 'scratch-'));

  it.each<readonly [string, number, (pipeline: Sharp) => Sharp]>([
    ['plain.jpeg', 211, (pipeline) => pipeline.jpeg()],
    ['progressive.jpeg', 211, (pipeline) => pipeline.jpeg({ progressive: true })],
    ['gray.png', 211, (pipeline) => pipeline.toColourspace('b-w')],
    ['deep.png', 211, (pipeline) => pipeline.toColourspace('rgb16')],
    ['p3.webp', 211, (pipeline) => pipeline.withIccProfile('p3').webp()],
    ['strips.tiff', 211, (pipeline) => pipeline.tiff({ compression: 'lzw' })],
    ['tiles.tiff', 211, (pipeline) => pipeline.tiff({ compression: 'deflate', tile: true })],
    // Rows of the master, and of the second level, that are tied where they are halved.
    ['tied.png', 1407, (pipeline) => pipeline.png()],
    ['tied-tiles.tiff', 1407, (pipeline) => pipeline.tiff({ tile: true })],
    ['tied-below.png', 2563, (pipeline) => pipeline.png()],
  ])('gives those below the bytes that they have in memory: %s', async (name, height, change) => {
    const source = await sourceOf(name, change, height);
    const scratch = await scratchFolder();
    const left = await digestsOf(source, [4, 5], scratch);
    expect(Object.keys(left)).not.toContain('1');
    expect(await digestsOf(source, [4, 5])).toMatchObject(left);
    expect(await readdir(scratch)).toEqual([]);
  });

  it.each<readonly [string, string, number, readonly number[], (pipeline: Sharp) => Sharp]>([
    ['something is drawn of it', 'wanted.png', 211, [1, 2], (pipeline) => pipeline],
    ['it is the last', 'last.png', 211, [1], (pipeline) => pipeline],
    ['its alpha may be dropped', 'alpha.png', 211, [2], (pipeline) => pipeline.ensureAlpha(0.5)],
    ['it is turned', 'turned.jpeg', 211, [2], (pipeline) => pipeline.withMetadata({ orientation: 6 })],
    ['its inks are converted', 'inks.jpeg', 211, [2], (pipeline) => pipeline.toColourspace('cmyk')],
    ['the rows below it are tied', 'tied.jpeg', 1281, [2], (pipeline) => pipeline],
  ])('is held where %s', async (_why, name, height, wanted, change) => {
    const source = await sourceOf(name, change, height);
    const held = await digestsOf(source, wanted);
    expect(Object.keys(held)).toContain('1');
    expect(await digestsOf(source, wanted, await scratchFolder())).toEqual(held);
  });

  it('is removed where the walk ends early, and where its master is damaged', async () => {
    const scratch = await scratchFolder();
    const source = await sourceOf('early.png', (pipeline) => pipeline, 211);
    for await (const { number } of walkLevels(source, new Set([3]), { scratchFor: () => scratch })) {
      if (number === 1) expect(await readdir(scratch)).toHaveLength(1);
      if (number === 1) break;
    }
    expect(await readdir(scratch)).toEqual([]);
    await rm(path.join(folder, 'early.png'));
    await expect(digestsOf(source, [3], scratch)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    expect(await readdir(scratch)).toEqual([]);
  });
});
