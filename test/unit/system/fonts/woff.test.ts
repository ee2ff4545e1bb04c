import { readGlyphImage } from '../../../../src/engines/image/source/glyph-image.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compress } from 'woff2-encoder';
import { openTexts } from '../../../../src/engines/text/open-texts.ts';
import type { FontName } from '../../../../src/model/text/found-font.ts';
import { FontFinder } from '../../../../src/run/project/font-finder.ts';
import { fontTitles } from '../../../../src/system/fonts/font-names.ts';
import { bytesOfFont, unpackFont } from '../../../../src/system/fonts/woff.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { inRepository } from '../../../support/files/repository.ts';

const FONT = readFileSync(inRepository('profiles/fonts/Arimo-Bold.ttf'));

/** A font in WOFF, tables that do not become smaller as they are. */
function packed(font: Buffer): Buffer {
  const count = font.readUInt16BE(4);
  const head = Buffer.alloc(44 + 20 * count);
  head.write('wOFF', 0, 'latin1');
  font.copy(head, 4, 0, 4);
  head.writeUInt16BE(count, 12);
  const parts = [head];
  let at = head.length;
  for (let i = 0; i < count; i++) {
    const row = 12 + 16 * i;
    const [start, size] = [font.readUInt32BE(row + 8), font.readUInt32BE(row + 12)];
    const table = font.subarray(start, start + size);
    const small = deflateSync(table);
    const data = small.length < size ? small : table;
    font.copy(head, 44 + 20 * i, row, row + 4);
    head.writeUInt32BE(at, 48 + 20 * i);
    head.writeUInt32BE(data.length, 52 + 20 * i);
    head.writeUInt32BE(size, 56 + 20 * i);
    font.copy(head, 60 + 20 * i, row + 4, row + 8);
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4);
    parts.push(Buffer.from(data), padding);
    at += data.length + padding.length;
  }
  return Buffer.concat(parts);
}

describe('a font in WOFF', () => {
  it('is the font it was made of, found by its names, and sets the same text', async () => {
    const folder = ownFolder();
    writeFileSync(join(folder, 'brand.woff'), packed(FONT));
    const own: FontName = { name: 'Arimo', bold: true, italic: false };
    const set = async (finder: FontFinder) => {
      const found = finder.find(own);
      const texts = await openTexts([found], readGlyphImage);
      const source = { kind: 'text', text: '{\\fonttbl{\\f0 Arimo;}}\\f0\\b Sale 50', rules: 'text' } as const;
      return { found, glyphs: texts.setText(source, {}, {}).glyphs };
    };
    const [packedOne, shipped] = [
      await set(new FontFinder([folder], undefined, '/')),
      await set(new FontFinder([], undefined, '/')),
    ];
    expect(packedOne.found).toMatchObject({ file: join(folder, 'brand.woff') });
    expect(packedOne.glyphs).toEqual(shipped.glyphs);
  });

  it('that is damaged is told as no font', () => {
    const woff = packed(FONT);
    woff.writeUInt32BE(0xff_ff_ff_ff, 56);
    expect(() => unpackFont(woff)).toThrow(RangeError);
    expect(() => unpackFont(woff.subarray(0, 60))).toThrow(RangeError);
  });
});

/** What sets a text in a font of a file. */
async function setIn(file: string, name: FontName) {
  const texts = await openTexts([new FontFinder([dirname(file)], undefined, '/').find(name)], readGlyphImage);
  const text = `{\\fonttbl{\\f0 ${name.name};}}\\f0${name.bold ? '\\b' : ''} Sale 50`;
  return texts.setText({ kind: 'text', text, rules: 'text' }, {}, {});
}

const BOLD: FontName = { name: 'Arimo', bold: true, italic: false };

describe('a font in WOFF2', () => {
  it('is the font it was made of, found by its names, and draws the same text', async () => {
    const file = join(ownFolder(), 'brand.woff2');
    const woff2 = Buffer.from(await compress(FONT));
    expect(woff2.length).toBeLessThan(FONT.length / 2);
    writeFileSync(file, woff2);
    const { fonts: _fonts, ...packedOne } = await setIn(file, BOLD);
    const { fonts: _shipped, ...shipped } = await setIn(inRepository('profiles/fonts/Arimo-Bold.ttf'), BOLD);
    expect(packedOne).toEqual(shipped);
    expect(fontTitles(woff2)).toEqual(fontTitles(FONT));
    expect(bytesOfFont(woff2)).toBeGreaterThanOrEqual(woff2.length + FONT.length);
  });

  it('that is damaged, or says that it is huge, is told as no font', async () => {
    const woff2 = Buffer.from(await compress(FONT));
    const huge = Buffer.from(woff2);
    huge.writeUInt32BE(0xff_ff_ff_ff, 16);
    const torn = Buffer.from(woff2).fill(7, 300, 900);
    for (const bytes of [huge, torn, woff2.subarray(0, 100)]) {
      const file = join(ownFolder(), 'a.woff2');
      writeFileSync(file, bytes);
      const finder = new FontFinder([{ name: 'Brand', file }], undefined, '/');
      const texts = await openTexts([finder.find({ name: 'Brand', bold: false, italic: false })], readGlyphImage);
      const source = { kind: 'text', text: '{\\fonttbl{\\f0 Brand;}}\\f0 A', rules: 'text' } as const;
      expect(() => texts.setText(source, {}, {})).toThrow(expect.objectContaining({ code: 'FONT_UNUSABLE' }));
    }
    expect(fontTitles(torn)).toEqual([]);
  });
});
