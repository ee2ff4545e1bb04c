import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawFrames } from '../../../../../src/engines/image/draw.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { keepLevels, keptIn } from '../../../../../src/engines/image/pyramid/kept-levels.ts';
import { renderPyramid } from '../../../../../src/engines/image/pyramid/render-pyramid.ts';
import type { Master } from '../../../../../src/engines/image/source/master.ts';
import { openForFrames } from '../../../../../src/engines/image/source/open-source.ts';
import type { Opening } from '../../../../../src/engines/image/source/source.ts';
import { USUAL_RENDERING } from '../../../../../src/layout/color-conversion.ts';
import { makeFrame } from '../../../../../src/layout/make-frame.ts';
import { EMPTY_PICTURE } from '../../../../../src/model/recipe/recipe-tree.ts';
import type { PictureRecipe, PyramidRecipe } from '../../../../../src/model/recipe/recipe.ts';
import { digestFile, digestOf } from '../../../../../src/system/digest.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'kept-levels-'));
});
afterAll(() => rm(folder, { recursive: true }));

const [WIDTH, HEIGHT] = [1401, 1047];
/** Rows of the second level, 641, are tied where they are halved to 320. */
const TIED = 2563;
/** Rows of the first level, 641, are. */
const TIED_FILE = 1281;
const RECIPE: PyramidRecipe = { kind: 'pyramid', tile: 256, compression: 'jpeg', quality: 95 };
const MASK = { amount: 2, radius: 1.5, threshold: 0, monochrome: false } as const;

/** Renditions of levels 0, 1, 2, 3 and of one below the last of the pyramid. */
const sizesOf = (master: PictureRecipe['master']): readonly PictureRecipe[] =>
  [1000, 450, 220, 110, 40].map((side) => ({
    ...EMPTY_PICTURE,
    ...(master && { master }),
    view: { width: side, height: side },
    output: { format: 'png-alpha' },
  }));

async function write(
  name: string,
  change: (pipeline: Sharp) => Sharp = (same) => same,
  height = HEIGHT,
  width = WIDTH,
): Promise<Master> {
  const file = path.join(folder, name);
  const data = Buffer.alloc(width * height * 3);
  for (let i = 0; i < data.length; i++) data[i] = ((i * i) % 251) ^ (i % 37);
  await change(sharp(data, { raw: { width, height, channels: 3 } })).toFile(file);
  return { file, facts: await probeImage(file, name.endsWith('.png') ? 'image/png' : 'image/jpeg') };
}

const jobIn = (scratch: string, roomy = false) => ({ scratch, roomy, isDrawn: true });

/** The digests of renditions, and how often each level was asked of the keeper and there. */
async function draw(
  master: Master,
  recipes: readonly PictureRecipe[],
  kept?: Opening['kept'],
): Promise<{ readonly digests: readonly string[]; readonly found: readonly number[] }> {
  const found: number[] = [];
  const counted: Opening['kept'] = kept && {
    has: (region) => kept.has(region),
    at: (region, number) => {
      const level = kept.at(region, number);
      if (level) found.push(number);
      return level;
    },
  };
  const frames = recipes.map((recipe) => makeFrame(recipe, master.facts));
  const digests: string[] = [];
  const opening = await openForFrames(master, frames, false, undefined, counted);
  await drawFrames(opening, frames, async (frame, finish) => {
    digests[frames.indexOf(frame)] = digestOf(new Uint8Array((await finish()).data.buffer));
  });
  return { digests, found };
}

describe('the levels that a pyramid leaves behind', () => {
  it.each([
    ['plain.jpg', undefined, undefined],
    ['plain.png', undefined, undefined],
    ['masked.jpg', { levelMask: MASK }, undefined],
    ['srgb.jpg', undefined, (pipeline: Sharp) => pipeline.jpeg().withIccProfile('srgb')],
  ] as const)('give renditions of %s the bytes that they have alone', async (name, treatment, change) => {
    const master = await write(name, change);
    const recipe = { ...RECIPE, ...(treatment && { master: treatment }) };
    const [alone, beside] = [path.join(folder, 'alone.tif'), path.join(folder, 'beside.tif')];
    await renderPyramid(master, recipe, alone);
    const kept = keepLevels(master, [recipe], jobIn(folder));
    await renderPyramid(master, recipe, beside, kept);
    expect(await digestFile(beside)).toBe(await digestFile(alone));
    const own = await draw(master, sizesOf(treatment));
    const others = await draw(master, sizesOf(treatment), kept);
    expect(others.digests).toEqual(own.digests);
    expect(others.found).toEqual([1, 2, 3]);
    await kept?.drop();
    const held = keepLevels(master, [recipe], jobIn(folder, true));
    await renderPyramid(master, recipe, beside, held);
    expect(held?.held).toBeDefined();
    expect(await digestFile(beside)).toBe(await digestFile(alone));
    expect((await draw(master, sizesOf(treatment), held)).digests).toEqual(own.digests);
    await held?.drop();
    expect((await readdir(folder)).filter((file) => file.startsWith('.'))).toEqual([]);
  });

  it('end where halving in memory gives other bytes', async () => {
    const master = await write('tied.png', undefined, TIED);
    const kept = keepLevels(master, [RECIPE], jobIn(folder));
    await renderPyramid(master, RECIPE, path.join(folder, 'tied.tif'), kept);
    const own = await draw(master, sizesOf(undefined));
    const others = await draw(master, sizesOf(undefined), kept);
    expect(others.digests).toEqual(own.digests);
    expect(others.found).toEqual([1, 2]);
    await kept?.drop();
  });

  it('are brought into memory where they are a file that would be halved to other bytes', async () => {
    const width = 4401;
    const master = await write('wide.png', undefined, TIED_FILE, width);
    const kept = keepLevels(master, [RECIPE], jobIn(folder));
    await renderPyramid(master, RECIPE, path.join(folder, 'wide.tif'), kept);
    expect(kept?.at({ x: 0, y: 0, width, height: TIED_FILE }, 1)?.picture).toBeNull();
    const [, , ...below] = sizesOf(undefined);
    expect((await draw(master, below, kept)).digests).toEqual((await draw(master, below)).digests);
    await kept?.drop();
  });

  it.each([
    ['turned.jpg', (pipeline: Sharp) => pipeline.jpeg().withMetadata({ orientation: 6 })],
    ['profile.jpg', (pipeline: Sharp) => pipeline.jpeg().withIccProfile('p3')],
    ['clear.png', (pipeline: Sharp) => pipeline.ensureAlpha(0.5)],
    ['gray.png', (pipeline: Sharp) => pipeline.toColourspace('b-w')],
  ] as const)('are not kept where renditions have other numbers: %s', async (name, change) => {
    expect(keepLevels(await write(name, change), [RECIPE], jobIn(folder))).toBeUndefined();
  });

  it('serve no other region than theirs', async () => {
    const master = await write('margins.jpg');
    const recipe: PyramidRecipe = { ...RECIPE, master: { margins: { top: 0, right: 10, bottom: 0, left: 21 } } };
    const kept = keepLevels(master, [recipe], jobIn(folder));
    await renderPyramid(master, recipe, path.join(folder, 'margins.tif'), kept);
    expect((await draw(master, sizesOf(undefined), kept)).found).toEqual([]);
    await kept?.drop();
  });

  it('spare the master where nothing else is read of it', async () => {
    const master = await write('spared.jpg');
    const kept = keepLevels(master, [RECIPE], jobIn(folder));
    await renderPyramid(master, RECIPE, path.join(folder, 'spared.tif'), kept);
    const [, ...smaller] = sizesOf(undefined);
    const own = await draw(master, smaller);
    await rm(master.file);
    expect((await draw(master, smaller, kept)).digests).toEqual(own.digests);
    await kept?.drop();
  });

  it('count in the usual colours alone', async () => {
    const kept = keepLevels(await write('colours.jpg'), [RECIPE], jobIn(folder));
    expect(kept).toBeDefined();
    expect(keptIn({ ...USUAL_RENDERING }, kept)).toBe(kept);
    expect(keptIn({ ...USUAL_RENDERING, source: 'AdobeRGB' }, kept)).toBeUndefined();
  });
});
