import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { sniff } from '../../../../../src/system/sniff.ts';
import { openMaster } from '../../../../../src/engines/image/source/master.ts';
import { toBytes } from '../../../../../src/engines/image/source/pixels.ts';
import { makeSource } from '../../../../../src/engines/image/source/source.ts';
import { pyramidSizes } from '../../../../../src/engines/image/pyramid/write-levels.ts';
import { numbersOf, openTiff, readDirectory } from '../../../../../src/system/read-tiff.ts';
import { renderPyramid } from '../../../../../src/engines/image/pyramid/render-pyramid.ts';
import { applyUnsharpMask } from '../../../../../src/engines/image/steps/unsharp-mask.ts';
import type { PyramidRecipe, UnsharpMask } from '../../../../../src/model/recipe/recipe.ts';
import { wholeOf } from '../../../../../src/layout/reading.ts';

let folder = '';
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pyramid-'));
});
afterAll(() => rm(folder, { recursive: true }));

const RECIPE: PyramidRecipe = { kind: 'pyramid', tile: 256, compression: 'deflate', quality: 95 };
// The shipped mask (1.75, 0.2, 2) changes almost nothing; this one shows.
const MASK: UnsharpMask = { amount: 2, radius: 1.5, threshold: 0, monochrome: false };

/** Discs, stripes and slopes: edges in all directions, flat parts, and colours that differ from channel to channel. */
function draw(width: number, height: number, channels: 3 | 4 = 3): Sharp {
  const data = Buffer.alloc(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const disc = Math.hypot((x % 90) - 45, (y % 70) - 35) < 25;
      const at = (y * width + x) * channels;
      data[at] = disc ? 220 : (x * 255) / width;
      data[at + 1] = (x + 2 * y) % 37 < 9 ? 30 : 140;
      data[at + 2] = (y * 255) / height;
      if (channels === 4) data[at + 3] = disc ? 255 : (x * 3) % 256;
    }
  }
  return sharp(data, { raw: { width, height, channels } });
}

async function write(picture: Sharp, extension = 'png'): Promise<string> {
  const file = path.join(folder, `master-${++count}.${extension}`);
  await picture.toFile(file);
  return file;
}

async function render(file: string, recipe: Partial<PyramidRecipe> = {}): Promise<string> {
  const target = path.join(folder, `pyramid-${++count}.tif`);
  const facts = await probeImage(file, 'image/png');
  await renderPyramid({ file, facts }, { ...RECIPE, ...recipe }, target);
  return target;
}

/** The samples of a page as they stand in the file. */
async function readPage(file: string, page = 0): Promise<Buffer> {
  const { space, depth } = await sharp(file, { page }).metadata();
  const type = depth as 'uchar' | 'ushort' | 'short';
  const pipeline = sharp(file, { page }).pipelineColourspace(space).toColourspace(space).keepIccProfile();
  return pipeline.raw({ depth: type }).toBuffer();
}

async function tagsOf(file: string): Promise<{ tags: number[]; compression: number[]; tile: number[] }[]> {
  const bytes = await readFile(file);
  const tiff = await openTiff(async (position, length) => bytes.subarray(position, position + length));
  const pages = [];
  for (let at = tiff.first; at !== 0;) {
    const directory = await readDirectory(tiff, at);
    const tile = [...numbersOf(directory, 322), ...numbersOf(directory, 323)];
    pages.push({ tags: directory.entries.map(({ tag }) => tag), compression: numbersOf(directory, 259), tile });
    at = directory.next;
  }
  return pages;
}

describe('a pyramid', () => {
  it.each([
    [1, 1],
    [257, 3],
    [3, 700],
    [256, 256],
    [1100, 700],
  ])('of %i×%i halves down to one tile, each level readable', async (width, height) => {
    const target = await render(await write(draw(width, height)));
    const sizes = pyramidSizes({ width, height }, 256);
    for (const [page, size] of sizes.entries()) {
      expect(await sharp(target, { page }).metadata()).toMatchObject({ ...size, pages: sizes.length });
      expect((await readPage(target, page)).length).toBe(size.width * size.height * 3);
    }
    expect((await tagsOf(target)).every(({ tile }) => tile.join() === '256,256')).toBe(true);
  });

  it.each(['deflate', 'lzw'] as const)('in %s holds the exact pixels of its master', async (compression) => {
    const file = await write(draw(700, 500));
    const target = await render(file, { compression });
    expect((await readPage(target)).equals(await readPage(file))).toBe(true);
  });

  it('holds levels halved one after the other with lanczos3', async () => {
    const file = await write(draw(1100, 700));
    const target = await render(file);
    let level = sharp(file);
    for (const [page, { width, height }] of [...pyramidSizes({ width: 1100, height: 700 }, 256).entries()].slice(1)) {
      const halved = await level.resize(width, height, { fit: 'fill', kernel: 'lanczos3' }).raw().toBuffer();
      expect((await readPage(target, page)).equals(halved)).toBe(true);
      level = sharp(halved, { raw: { width, height, channels: 3 } });
    }
  });

  it.each([
    ['jpeg', 7],
    ['deflate', 8],
    ['lzw', 5],
  ] as const)('is compressed as asked: %s', async (compression, code) => {
    const target = await render(await write(draw(600, 300)), { compression });
    expect((await tagsOf(target)).map((page) => page.compression)).toEqual([[code], [code], [code]]);
  });

  it('follows the quality asked for', async () => {
    const file = await write(draw(900, 700));
    const sizes = await Promise.all(
      [60, 95].map(async (quality) => (await readFile(await render(file, { compression: 'jpeg', quality }))).length),
    );
    expect(sizes[0]).toBeLessThan((sizes[1] ?? 0) / 2);
  });

  it('follows the tile asked for', async () => {
    const target = await render(await write(draw(600, 300)), { tile: 128 });
    expect((await tagsOf(target)).map(({ tile }) => tile)).toEqual(Array.from({ length: 4 }, () => [128, 128]));
  });

  it('keeps alpha in deflate where JPEG was asked, clear pixels without a fringe of their hidden colour', async () => {
    const data = Buffer.alloc(600 * 600 * 4);
    // Red and opaque on the left; clear, its hidden colour green, on the right. The edge lies within a halved pixel.
    for (let i = 0; i < 600 * 600; i++) data.set(i % 600 < 301 ? [255, 0, 0, 255] : [0, 255, 0, 0], i * 4);
    const file = await write(sharp(data, { raw: { width: 600, height: 600, channels: 4 } }));
    const target = await render(file, { compression: 'jpeg' });
    expect((await tagsOf(target))[1]?.compression).toEqual([8]);
    const level = await readPage(target, 1);
    for (let i = 0; i < level.length; i += 4) if (level[i + 3] !== 0) expect(level[i + 1]).toBe(0);
  });

  it('has the same bytes each time, and no time in it', async () => {
    const file = await write(draw(1100, 700));
    for (const compression of ['jpeg', 'deflate'] as const) {
      const recipe = { compression, master: { levelMask: MASK } };
      const [first, second] = [await render(file, recipe), await render(file, recipe)];
      expect((await readFile(first)).equals(await readFile(second))).toBe(true);
      expect((await tagsOf(first)).some(({ tags }) => tags.includes(306))).toBe(false);
    }
  });

  it('leaves nothing but itself beside its target', async () => {
    const target = await render(await write(draw(600, 300)), { master: { levelMask: MASK } });
    const name = path.basename(target);
    expect((await readdir(folder)).filter((entry) => entry.startsWith(name))).toEqual([name]);
  });

  it('tells its size and type', async () => {
    const file = await write(draw(40, 30));
    const facts = await probeImage(file, 'image/png');
    const told = await renderPyramid({ file, facts }, RECIPE, path.join(folder, 'told.tif'));
    expect(told).toEqual({ width: 40, height: 30, mime: 'image/tiff' });
  });
});

describe('the mask of a profile', () => {
  it('sharpens the levels under half scale, and leaves full and half size alone', async () => {
    const file = await write(draw(2100, 1300));
    const [plain, masked] = [await render(file), await render(file, { master: { levelMask: MASK } })];
    const sizes = pyramidSizes({ width: 2100, height: 1300 }, 256);
    expect(sizes.length).toBe(5);
    for (const [page, size] of sizes.entries()) {
      const before = await readPage(plain, page);
      const after = await readPage(masked, page);
      const sharpened = applyUnsharpMask({ data: before, ...size, channels: 3, alpha: false }, MASK);
      expect(after.equals(page < 2 ? before : Buffer.from(sharpened.data))).toBe(true);
      expect(after.equals(before)).toBe(page < 2);
    }
  });
});

describe('what a pyramid takes from its master', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is upright, EXIF orientation %i', async (orientation) => {
    const jpeg = await draw(700, 500).jpeg({ quality: 90 }).withMetadata({ orientation }).toBuffer();
    const file = path.join(folder, `turned-${orientation}.jpg`);
    await writeFile(file, jpeg);
    const margins = { top: 10, right: 30, bottom: 20, left: 40 };
    const target = await render(file, { master: { margins } });
    const { data, info } = await sharp(jpeg).autoOrient().raw().toBuffer({ resolveWithObject: true });
    const { width, height } = { width: info.width - 70, height: info.height - 30 };
    const expected = await sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
      .extract({ left: 40, top: 10, width, height })
      .raw()
      .toBuffer();
    expect(await sharp(target).metadata()).toMatchObject({ width, height, orientation: 1 });
    expect((await readPage(target)).equals(expected)).toBe(true);
    const half = pyramidSizes({ width, height }, 256)[1] ?? { width, height };
    // The same pixels as the level in memory that `ingest` makes its renditions from.
    const facts = await probeImage(file, 'image/jpeg');
    const source = makeSource(
      { open: () => openMaster({ file, facts }), size: facts, orientation },
      { x: 40, y: 10, width, height },
    );
    const level = await source.read({ scaled: half, window: wholeOf(half), kernel: 'lanczos3' });
    expect((await readPage(target, 1)).equals(toBytes(level).data)).toBe(true);
  });

  it('is its ICC profile in every level, whatever the metadata policy', async () => {
    const file = await write(draw(600, 300).withIccProfile('p3'));
    const { icc } = await sharp(file).metadata();
    expect(icc?.length).toBeGreaterThan(400);
    const target = await render(file, { metadata: 'none' });
    for (const page of [0, 1, 2]) expect((await sharp(target, { page }).metadata()).icc?.equals(icc!)).toBe(true);
    expect((await readPage(target)).equals(await readPage(file))).toBe(true);
  });

  it('is its resolution, 72 dpi where it has none', async () => {
    const printed = await render(await write(draw(40, 30).withMetadata({ density: 300 }), 'jpg'));
    const plain = await render(await write(draw(40, 30)));
    expect((await sharp(printed).metadata()).density).toBe(300);
    expect((await sharp(plain).metadata()).density).toBe(72);
  });

  it('is artist and copyright, on the full size alone', async () => {
    const file = await write(draw(600, 300).withExif({ IFD0: { Copyright: 'Fjall AB', Make: 'Kodak' } }), 'jpg');
    const pages = await tagsOf(await render(file));
    expect(pages.map(({ tags }) => [271, 315, 33432].filter((tag) => tags.includes(tag)))).toEqual([[33432], [], []]);
    expect((await tagsOf(await render(file, { metadata: 'all' })))[0]?.tags).toContain(271);
  });
});

describe('a master that gives no pyramid', () => {
  async function refused(
    file: string,
    facts: Awaited<ReturnType<typeof probeImage>>,
    recipe = RECIPE,
  ): Promise<unknown> {
    const target = path.join(folder, `refused-${++count}.tif`);
    const error: unknown = await renderPyramid({ file, facts }, recipe, target).catch((thrown: unknown) => thrown);
    expect((await readdir(folder)).filter((name) => name.startsWith(path.basename(target)))).toEqual([]);
    return error;
  }

  it('cut off in the middle is corrupt, and nothing is left at the target', async () => {
    for (const extension of ['jpg', 'png', 'webp', 'tif']) {
      const file = await write(draw(900, 700), extension);
      const facts = await probeImage(file, (await sniff(file)) ?? '');
      const bytes = await readFile(file);
      // libvips' TIFFs have their directory at the end: their pixels are damaged instead.
      const end = bytes.length - 1000;
      await writeFile(file, extension === 'tif' ? bytes.fill(0, 100, end) : bytes.subarray(0, bytes.length / 2));
      expect(await refused(file, facts)).toMatchObject({ name: 'SourceError', code: 'SOURCE_CORRUPT' });
    }
  });

  it('is corrupt where a TIFF ends before its tiles do, which libvips would show black', async () => {
    // A pyramid has its directory in front: its tail can be missing without the header knowing.
    const file = await render(await write(draw(900, 700)), { compression: 'lzw' });
    const facts = await probeImage(file, 'image/tiff');
    await truncate(file, 30_000);
    expect(await refused(file, facts)).toMatchObject({ name: 'SourceError', code: 'SOURCE_CORRUPT' });
  });

  it('is unreadable where the file is gone', async () => {
    const file = await write(draw(40, 30));
    const facts = await probeImage(file, 'image/png');
    await rm(file);
    expect(await refused(file, facts)).toMatchObject({ name: 'SourceError', code: 'SOURCE_UNREADABLE' });
  });

  it('has changed where its size is not what probing told', async () => {
    const file = await write(draw(400, 300));
    const facts = await probeImage(file, 'image/png');
    await draw(500, 300).png().toFile(file);
    expect(await refused(file, facts)).toMatchObject({ name: 'SourceError', code: 'SOURCE_CHANGED' });
  });

  it('is empty where the margins leave nothing', async () => {
    const file = await write(draw(40, 30));
    const facts = await probeImage(file, 'image/png');
    const margins = { top: 0, right: 20, bottom: 0, left: 20 };
    const error = await refused(file, facts, { ...RECIPE, master: { margins } });
    expect(error).toMatchObject({ name: 'RenditionError', code: 'RENDITION_EMPTY' });
  });
});
