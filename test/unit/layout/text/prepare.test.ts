import { describe, expect, it } from 'vitest';
import { prepare } from '../../../../src/layout/text/prepare.ts';
import type { Shaper } from '../../../../src/layout/text/shaper.ts';
import { readRichText } from '../../../../src/serving/rtf/read-rich-text.ts';

/** A shaper of one glyph for each unit, which lacks the letters of a text and notes the parts that it was given. */
function plainShaper(lacks = '') {
  const parts: string[] = [];
  const refused: string[] = [];
  const shaper: Shaper = {
    measures: () => ({ ascent: 1, descent: 0, capitals: 1, underline: { offset: 0, thickness: 0 } }),
    shape: ({ letters, start, end }) => {
      parts.push(letters.slice(start, end));
      return Array.from({ length: end - start }, (_, i) => {
        const at = start + i;
        return { id: lacks.includes(letters[at] ?? '') ? 0 : 1, advance: 1, x: 0, y: 0, at };
      });
    },
    refuse: ({ name }, letters) => {
      refused.push(`${name}: ${letters}`);
      throw new Error('refused');
    },
    levels: (letters) => new Uint8Array(letters.length),
  };
  const read = (text: string) => prepare(readRichText({ kind: 'text', text, rules: 'text' }), shaper);
  return { read, parts, refused };
}

describe('the parts that are shaped', () => {
  it.each([
    ['Sale कीमत हिन्दी 50 Prozent', ['Sale ', 'कीमत हिन्दी 50 ', 'Prozent']],
    ['100% Ελλάδα Россия', ['100% Ελλάδα ', 'Россия']],
    ['漢字かなカナー、text', ['漢字かなカナー、', 'text']],
    ['plain, with é and 12', ['plain, with é and 12']],
    ['e\u{301}🎉', ['e\u{301}🎉']],
  ])('are of one script each: %s', (text, expected) => {
    const { read, parts } = plainShaper();
    read(text);
    expect(parts).toEqual(expected);
  });

  it('run from the right where that is said, in the order in which they are read', () => {
    const [paragraph] = plainShaper().read('a{\\rtlch bc \\b d}e');
    expect(paragraph?.letters).toBe('abc de');
    expect(paragraph?.items.map(({ level }) => level)).toEqual([0, 1, 1, 0]);
  });
});

describe('letters that fonts lack', () => {
  it('are told all at once, by font', () => {
    const { read, refused } = plainShaper('xyz');
    expect(() => read('{\\fonttbl{\\f0 One;}{\\f1 Two;}}\\f0 axb\\f1 y\\f0 cyd\\par z')).toThrow('refused');
    expect(refused).toEqual(['One: xyz']);
  });
});
