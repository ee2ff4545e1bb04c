import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawFrames } from '../../../../../src/engines/image/draw.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { halfIn, keepHalf } from '../../../../../src/engines/image/pyramid/kept-half.ts';
import { renderPyramid } from '../../../../../src/engines/image/pyramid/render-pyramid.ts';
import type { Master } from '../../../../../src/engines/image/source/master.ts';
import { openForFrames } from '../../../../../src/engines/image/source/open-source.ts';
import { USUAL_RENDERING } from '../../../../../src/layout/color-conversion.ts';
import { makeFrame } from '../../../../../src/layout/make-frame.ts';
import { EMPTY_PICTURE } from '../../../../../src/model/recipe/recipe-tree.ts';
import type { PyramidRecipe } from '../../../../../src/model/recipe/recipe.ts';
import { digestFile } from '../../../../../src/system/digest.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'kept-half-'));
});
afterAll(() => rm(folder, { recursive: true }));

const [WIDTH, HEIGHT] = [701, 523];
const RECIPE: PyramidRecipe = { kind: 'pyramid', tile: 128, compression: 'jpeg', quality: 95 };
/** A rendition that halvings are made for. */
const SMALL = { ...EMPTY_PICTURE, view: { width: 100, height: 100 }, output: { format: 'png-alpha' } } as const;
const MASK = { amount: 2, radius: 1.5, threshold: 0, monochrome: false } as const;

async function write(name: string, change: (pipeline: Sharp) => Sharp = (same) => same): Promise<Master> {
  const file = path.join(folder, name);
  const data = Buffer.from(Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => ((i * i) % 251) ^ (i % 37)));
  await change(sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })).toFile(file);
  return { file, facts: await probeImage(file, name.endsWith('.png') ? 'image/png' : 'image/jpeg') };
}

/** The digests of a pyramid that is made by itself, and after others were drawn; and what was kept for it of these. */
async function makeBoth(master: Master, recipe: PyramidRecipe): Promise<readonly [string, string, string | undefined]> {
  const [alone, beside] = [path.join(folder, 'alone.tif'), path.join(folder, 'beside.tif')];
  await renderPyramid(master, recipe, alone);
  const half = keepHalf(master, [recipe], folder);
  const frame = makeFrame(SMALL, master.facts);
  const opening = await openForFrames(master, [frame], false);
  await drawFrames({ ...opening, half }, [frame], async (_frame, draw) => void (await draw()));
  const kept = half?.file;
  await renderPyramid(master, recipe, beside, half);
  return [await digestFile(alone), await digestFile(beside), kept];
}

describe('the first halving that renditions come past', () => {
  it.each([
    ['plain.jpg', {}],
    ['plain.png', { compression: 'deflate' }],
    ['masked.jpg', { master: { levelMask: MASK } }],
  ] as const)('gives the pyramid of %s the bytes that it has alone', async (name, recipe) => {
    const [alone, beside, kept] = await makeBoth(await write(name), { ...RECIPE, ...recipe });
    expect(kept).toBe(path.join(folder, '.half.tif'));
    expect(beside).toBe(alone);
    expect(await readdir(folder)).not.toContain('.half.tif');
  });

  it.each([
    ['turned.jpg', (pipeline: Sharp) => pipeline.jpeg().withMetadata({ orientation: 6 })],
    ['profile.jpg', (pipeline: Sharp) => pipeline.jpeg().withIccProfile('p3')],
    ['clear.png', (pipeline: Sharp) => pipeline.ensureAlpha(0.5)],
    ['gray.png', (pipeline: Sharp) => pipeline.toColourspace('b-w')],
  ] as const)('is not kept where a pyramid has other numbers: %s', async (name, change) => {
    const [alone, beside, kept] = await makeBoth(await write(name, change), RECIPE);
    expect(kept).toBeUndefined();
    expect(beside).toBe(alone);
  });

  it('is not kept for a pyramid without the margins that others keep', async () => {
    const recipe: PyramidRecipe = { ...RECIPE, master: { margins: { top: 0, right: 10, bottom: 0, left: 21 } } };
    const [alone, beside, kept] = await makeBoth(await write('margins.jpg'), recipe);
    expect(kept).toBeUndefined();
    expect(beside).toBe(alone);
  });

  it('that does not fit the disk is left to the pyramid', async () => {
    const master = await write('lost.jpg');
    const half = keepHalf(master, [RECIPE], path.join(folder, 'nowhere'));
    const { data, info } = await sharp(await readFile(master.file))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    await half?.take({ x: 0, y: 0, width: WIDTH, height: HEIGHT }, { data, width, height, channels: 3 });
    expect(half?.file).toBeUndefined();
  });

  it('counts in the usual colours alone', async () => {
    const half = keepHalf(await write('colours.jpg'), [RECIPE], folder);
    expect(half).toBeDefined();
    expect(halfIn({ ...USUAL_RENDERING }, half)).toBe(half);
    expect(halfIn({ ...USUAL_RENDERING, source: 'AdobeRGB' }, half)).toBeUndefined();
  });
});
