import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { drawPicture, pictureRecipe } from '../../../../support/pictures/draw-picture.ts';
import { renderFile } from '../../../../support/pictures/render-file.ts';

const SIDE = 1024;
const ALPHAS = [20, 40, 128, 250] as const;
const COLOR = [200, 151, 100] as const;
const SIZES = ['wid=1000', 'wid=512', 'wid=300', 'wid=100', 'wid=48'] as const;

let folder = '';
const nameOf = (alpha: number): string => join(folder, `${alpha}.png`);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clear-'));
  const [r, g, b] = COLOR;
  const create = { width: SIDE, height: SIDE, channels: 4 as const };
  for (const alpha of ALPHAS) {
    await sharp({ create: { ...create, background: { r, g, b, alpha: alpha / 255 } } })
      .png()
      .toFile(nameOf(alpha));
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
function rangeOf(data: Uint8Array, color: readonly number[]): readonly [least: number, most: number] {
  let [least, most] = [0, 0];
  for (const [i, value] of data.entries()) {
    const difference = value - (color[i % 4] ?? 0);
    [least, most] = [Math.min(least, difference), Math.max(most, difference)];
  }
  return [least, most];
}

const CASES = ALPHAS.flatMap((alpha) => SIZES.map((text) => [alpha, text] as const));

it.each(CASES)('a colour of alpha %i is what it was where it is drawn at %s', async (alpha, text) => {
  const { data } = await drawPicture(nameOf(alpha), `${text}&fmt=png-alpha`);
  const [least, most] = rangeOf(data, [...COLOR, alpha]);
  expect([least >= -1, most <= 1]).toEqual([true, true]);
});

it.each(['ramp.png', 'gray.png', 'p3.png'])('%s is the same whether it is held or not', async (name) => {
  const texts = ['wid=300&fmt=png-alpha', 'wid=90&fmt=png-alpha', 'crop=31,40,500,400&wid=250&fmt=png-alpha'];
  const file = join(folder, name);
  const { artefacts } = await renderFile(file, texts.map(pictureRecipe));
  const alone = await Promise.all(texts.map(async (text) => (await renderFile(file, [pictureRecipe(text)])).artefacts));
  expect(artefacts.map(({ sha256 }) => sha256)).toEqual(alone.map(([made]) => made?.sha256));
});
