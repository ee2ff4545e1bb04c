import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { probeImage } from '../../../../src/engines/image/probe.ts';
import { renderPyramid } from '../../../../src/engines/image/pyramid/render-pyramid.ts';
import type * as masterReadings from '../../../../src/layout/master-readings.ts';
import type { PyramidRecipe } from '../../../../src/model/recipe/recipe.ts';

/** Whether masters are taken for large ones, and how often that was asked. */
const large = vi.hoisted(() => ({ answer: false, asked: 0 }));

vi.mock(import('../../../../src/layout/master-readings.ts'), async (original) => {
  const module: typeof masterReadings = await original();
  const isStaged = (): boolean => {
    large.asked++;
    return large.answer;
  };
  return { ...module, isStaged };
});

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'staged-'));
});
afterAll(() => rm(folder, { recursive: true }));

const RECIPE: PyramidRecipe = { kind: 'pyramid', tile: 64, compression: 'jpeg', quality: 95 };
const [WIDTH, HEIGHT] = [421, 303];

function scene(): Sharp {
  const data = Buffer.from(Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => ((i * i) % 251) ^ (i % 37)));
  return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
}

async function pyramidOf(file: string, recipe: PyramidRecipe, isLarge: boolean): Promise<Buffer> {
  large.answer = isLarge;
  const target = path.join(folder, 'pyramid.tif');
  await renderPyramid({ file, facts: await probeImage(file, 'image/jpeg') }, recipe, target);
  const bytes = await readFile(target);
  await rm(target);
  return bytes;
}

describe('the pyramid of a master whose pixels are brought into a file first', () => {
  it.each<readonly [string, (picture: Sharp) => Sharp, Partial<PyramidRecipe>]>([
    ['RGB', (picture) => picture, {}],
    ['a profile', (picture) => picture.withIccProfile('p3'), {}],
    ['gray', (picture) => picture.toColourspace('b-w'), {}],
    ['inks', (picture) => picture.toColourspace('cmyk').withIccProfile('cmyk'), { compression: 'deflate' }],
    ['margins', (picture) => picture, { master: { margins: { top: 7, right: 20, bottom: 31, left: 9 } } }],
  ])('is the same file as of others: %s', async (name, make, recipe) => {
    const file = path.join(folder, `${name}.jpg`);
    await make(scene()).jpeg({ quality: 90 }).toFile(file);
    const wanted = { ...RECIPE, ...recipe };
    const streamed = await pyramidOf(file, wanted, false);
    const asked = large.asked;
    expect(await pyramidOf(file, wanted, true)).toEqual(streamed);
    expect(large.asked).toBe(asked + 1);
    expect((await readdir(folder)).filter((one) => one.startsWith('pyramid'))).toEqual([]);
  });
});
