import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { renderPyramid } from '../../../../../src/engines/image/pyramid/render-pyramid.ts';
import { drawPicture, pictureRecipe } from '../../../../support/pictures/draw-picture.ts';
import { renderFile } from '../../../../support/pictures/render-file.ts';

const SIDE = 320;
const ALPHAS = [20, 128, 250, 255] as const;
const COLOR = [200, 151, 100] as const;
const ONE = { left: 0, top: 0, width: 1, height: 1 };
const SIZES = ['wid=300', 'wid=160', 'wid=90', 'wid=31', 'wid=10'] as const;

let folder = '';
const KINDS = ['srgb', 'gray', 'p3'] as const;
type Kind = (typeof KINDS)[number];
const nameOf = (kind: Kind, alpha: number): string => join(folder, `${kind}-${alpha}.png`);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clear-'));
  const [r, g, b] = COLOR;
  const create = { width: SIDE, height: SIDE, channels: 4 as const };
  for (const alpha of ALPHAS) {
    const picture = sharp({ create: { ...create, background: { r, g, b, alpha: alpha / 255 } } }).png();
    await picture.clone().toFile(nameOf('srgb', alpha));
    await picture.clone().withIccProfile('p3').toFile(nameOf('p3', alpha));
    await picture.clone().toColourspace('b-w').toFile(nameOf('gray', alpha));
  }
  const ramp = Uint8Array.from({ length: 4 * 640 * 480 }, (_, i) => (i * 7919 + (i >> 4)) & 255);
  await sharp(ramp, { raw: { width: 640, height: 480, channels: 4 } })
    .png()
    .toFile(join(folder, 'ramp.png'));
  await sharp(join(folder, 'ramp.png')).toColourspace('b-w').png().toFile(join(folder, 'gray.png'));
  await sharp(join(folder, 'ramp.png')).withIccProfile('p3').png().toFile(join(folder, 'p3.png'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The least and the largest difference of colours and alpha from one colour. */
function rangeOf(data: Uint8Array, color: ArrayLike<number>): readonly [least: number, most: number] {
  let [least, most] = [0, 0];
  for (const [i, value] of data.entries()) {
    const difference = value - (color[i % color.length] ?? 0);
    [least, most] = [Math.min(least, difference), Math.max(most, difference)];
  }
  return [least, most];
}

const CASES = KINDS.flatMap((kind) => ALPHAS.map((alpha) => [kind, alpha] as const));

it.each(CASES)('a %s colour of alpha %i is what it was, of whatever size', async (kind, alpha) => {
  const file = nameOf(kind, alpha);
  const whole = await drawPicture(file, `wid=${SIDE}&fmt=png-alpha`);
  const color = whole.data.subarray(0, whole.channels);
  if (kind === 'srgb') expect([...color]).toEqual([...COLOR, alpha].slice(0, whole.channels));
  for (const text of SIZES) {
    const { data } = await drawPicture(file, `${text}&fmt=png-alpha`);
    const [least, most] = rangeOf(data, color);
    expect([text, least >= -1, most <= 1]).toEqual([text, true, true]);
  }
});

it.each(CASES)('a %s colour of alpha %i is what it was on each level of a pyramid', async (kind, alpha) => {
  const file = nameOf(kind, alpha);
  const pyramid = join(folder, `${kind}-${alpha}.tif`);
  const recipe = { kind: 'pyramid', tile: 64, compression: 'deflate', quality: 95 } as const;
  await renderPyramid({ file, facts: await probeImage(file, 'image/png') }, recipe, pyramid);
  const space = kind === 'gray' ? 'b-w' : 'srgb';
  const open = (of: string, page = 0) =>
    sharp(of, { page }).pipelineColourspace(space).toColourspace(space).keepIccProfile();
  const color = await open(file).extract(ONE).raw().toBuffer();
  for (const page of [0, 1, 2]) {
    const data = await open(pyramid, page).raw().toBuffer();
    const [least, most] = rangeOf(data, color);
    expect([page, least >= -1, most <= 1]).toEqual([page, true, true]);
  }
});

it.each(['ramp.png', 'gray.png', 'p3.png'])('%s is the same whether it is held or not', async (name) => {
  const texts = ['wid=300&fmt=png-alpha', 'wid=90&fmt=png-alpha', 'crop=31,40,500,400&wid=250&fmt=png-alpha'];
  const file = join(folder, name);
  const { artefacts } = await renderFile(file, texts.map(pictureRecipe));
  const alone = await Promise.all(texts.map(async (text) => (await renderFile(file, [pictureRecipe(text)])).artefacts));
  expect(artefacts.map(({ sha256 }) => sha256)).toEqual(alone.map(([made]) => made?.sha256));
});
