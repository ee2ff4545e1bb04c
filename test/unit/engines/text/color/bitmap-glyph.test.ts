import type { Face, Font } from 'harfbuzzjs';
import { expect, it } from 'vitest';
import { bitmapGlyph } from '../../../../../src/engines/text/color/bitmap-glyph.ts';

it('a font that tells of more strikes than its table holds has no picture of a letter, and costs no memory', () => {
  const png = new Uint8Array(32);
  const tables: Readonly<Record<string, Uint8Array>> = {
    CBLC: new Uint8Array([0, 3, 0, 0, 0xff, 0xff, 0xff, 0xff]),
    CBDT: new Uint8Array([0, 3, 0, 0]),
  };
  const font = { getGlyphColorPng: () => png } as unknown as Font;
  const face = { upem: 1000, referenceTable: (name: string) => tables[name] } as unknown as Face;
  expect(bitmapGlyph(font, face, 1)).toBeUndefined();
});
