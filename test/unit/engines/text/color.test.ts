import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readGlyphImage } from '../../../../src/engines/image/source/glyph-image.ts';
import type { Picture } from '../../../../src/engines/picture.ts';
import { openTexts } from '../../../../src/engines/text/open-texts.ts';
import { digestOf } from '../../../../src/system/digest.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { androidFont, appleFont, gradientFont, layeredFont } from '../../../support/pictures/color-fonts.ts';

const FONT = { name: 'Brand', bold: false, italic: false };

const texts = async (font: Buffer) => {
  const file = join(ownFolder(), `${digestOf(font)}.ttf`);
  writeFileSync(file, font);
  return openTexts([{ ...FONT, file, index: 0, sha256: digestOf(font), bytes: font.length }], readGlyphImage);
};

/** A text of 100 pixels an em, whose letters stand on the line y = 100. */
async function drawn(font: Buffer, letters: string, scale = 1): Promise<Picture> {
  const { setText, draw } = await texts(font);
  const text = `{\\fonttbl{\\f0 Brand;}}{\\colortbl;\\red0\\green128\\blue0;}\\f0\\fs200\\cf1 ${letters}`;
  const set = setText(
    { kind: 'text', text, rules: 'textPs' },
    { path: ['M', 0, 100, 'L', 300, 100] },
    {
      ...{ width: 300, height: 120 },
    },
  );
  const scaled = { width: 300 * scale, height: 120 * scale };
  return draw(set, { scaled, window: { x: 0, y: 0, ...scaled } });
}

/** Every colour that is opaque, by the number of its pixels, the commonest first. */
function colorsOf({ data }: Picture): readonly string[] {
  const counts = new Map<string, number>();
  for (let i = 0; i < data.length; i += 4) {
    const color = [...data.subarray(i, i + 3)].join(' ');
    if (data[i + 3] === 255) counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([color]) => color);
}

const pixel = ({ data, width }: Picture, x: number, y: number): readonly number[] => [
  ...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
];

describe('letters of several colours', () => {
  it('are layers of colours, of which one may be that of the text', async () => {
    expect(colorsOf(await drawn(layeredFont(), 'A')).slice(0, 2)).toEqual(['255 0 0', '0 128 0']);
    expect(colorsOf(await drawn(layeredFont(), 'B'))).toEqual(['0 128 0']);
  });

  it('may be gradients', async () => {
    const picture = await drawn(gradientFont(), 'A');
    const [left, right] = [pixel(picture, 12, 60), pixel(picture, 58, 60)];
    expect(left[0]).toBeGreaterThan(200);
    expect(left[2]).toBeLessThan(55);
    expect(right[2]).toBeGreaterThan(200);
    expect(left[3]).toBe(255);
  });

  it.each([
    ['sbix', appleFont],
    ['CBDT', androidFont],
  ])('may be pictures, in %s', async (_table, font) => {
    const picture = await drawn(await font(), 'A');
    expect(pixel(picture, 50, 25)).toEqual([0, 255, 0, 255]);
    expect(pixel(picture, 50, 75)).toEqual([0, 0, 0, 255]);
    expect(pixel(picture, 50, 105)[3]).toBe(0);
    expect(colorsOf(await drawn(await font(), 'B'))).toEqual(['0 128 0']);
  });

  it('are as sharp as their size', async () => {
    const softness = async (scale: number): Promise<number> => {
      const alphas = (await drawn(gradientFont(), 'A', scale)).data.filter((_, i) => i % 4 === 3);
      return alphas.filter((alpha) => alpha > 0 && alpha < 255).length / alphas.filter((alpha) => alpha === 255).length;
    };
    expect(await softness(8)).toBeLessThan((await softness(1)) / 4);
  });

  it('that are pictures nobody can read are told', async () => {
    const font = await appleFont();
    const at = font.indexOf('IDAT');
    const damaged = Buffer.concat([font.subarray(0, at), Buffer.alloc(40, 7), font.subarray(at + 40)]);
    await expect(drawn(damaged, 'A')).rejects.toMatchObject({ code: 'FONT_UNUSABLE' });
    expect(colorsOf(await drawn(damaged, 'B'))).toEqual(['0 128 0']);
  });

  it('in tables that lie are drawn as plain ones, or told, and nothing else', async () => {
    for (const make of [layeredFont, gradientFont, appleFont, androidFont]) {
      const font = await make();
      const at = Math.max(...['COLR', 'sbix', 'CBLC'].map((name) => font.indexOf(name, 12, 'latin1')));
      const table = font.readUInt32BE(at + 8);
      for (const byte of [2, 5, 9, 13, 17, 21, 23, 30]) {
        const lying = Buffer.from(font);
        lying.fill(0xee, table + byte, table + byte + 2);
        const told = drawn(lying, 'A').catch((error: unknown) => error);
        expect(await told).not.toMatchObject({ name: 'RangeError' });
      }
    }
  });
});
