import { readGlyphImage } from '../../../../src/engines/image/source/glyph-image.ts';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openFonts } from '../../../../src/engines/text/open-fonts.ts';
import { openTexts, type OpenTexts } from '../../../../src/engines/text/open-texts.ts';
import { FontShaper } from '../../../../src/engines/text/shaper.ts';
import type { Picture } from '../../../../src/engines/picture.ts';
import type { FontName } from '../../../../src/model/text/found-font.ts';
import type { SetText } from '../../../../src/model/text/set-text.ts';
import type { TextRules, Typesetting } from '../../../../src/model/text/typesetting.ts';
import { FontFinder } from '../../../../src/run/project/font-finder.ts';

const finder = new FontFinder([], undefined, '/');
const NAMES: readonly FontName[] = ['', 'Arial', 'Arail'].flatMap((name) =>
  [false, true].flatMap((bold) => [false, true].map((italic) => ({ name, bold, italic }))),
);

let texts: OpenTexts;
let shaper: FontShaper;
beforeAll(async () => {
  shaper = new FontShaper(await openFonts([]));
  texts = await openTexts(
    NAMES.map((name) => finder.find(name)),
    readGlyphImage,
  );
});

interface Box {
  readonly width?: number;
  readonly height?: number;
}

const set = (text: string, box: Box = {}, rules: TextRules = 'text', typesetting: Typesetting = {}): SetText =>
  texts.setText({ kind: 'text', text, rules }, typesetting, box);
const baselines = (made: SetText): readonly number[] => [...new Set(made.glyphs.map(({ y }) => y))];
const draw = (made: SetText): Promise<Picture> => {
  const { width, height } = made;
  return texts.draw(made, { scaled: { width, height }, window: { x: 0, y: 0, width, height } });
};

/** First and last rows and columns that hold ink. */
function inkOf({ data, width, height }: Picture) {
  const inked = (x: number, y: number): boolean => (data[(y * width + x) * 4 + 3] ?? 0) > 40;
  const rows = Array.from({ length: height }, (_, y) => y);
  const columns = Array.from({ length: width }, (_, x) => x);
  const down = rows.filter((y) => columns.some((x) => inked(x, y)));
  const across = columns.filter((x) => rows.some((y) => inked(x, y)));
  return { top: down[0], bottom: down.at(-1), left: across[0], right: across.at(-1) };
}

describe('the measures of the reference', () => {
  it.each([
    ['\\fs48 Hx', [22]],
    ['\\fs36 Hx', [16]],
    ['\\fs24 Hx', [11]],
    ['\\fs80 H\\line H', [36, 80]],
    // The whole line is moved down by what is raised.
    ['\\fs48 H{\\up20 H}', [32, 22]],
    // Two thirds as large, 4 pixels up and 3 down.
    ['\\fs36 H{\\super 2}', [16, 12]],
    ['\\fs36 H{\\sub 2}', [16, 19]],
  ])('hold of baselines: %s', (text, expected) => {
    expect(baselines(set(text, { width: 300, height: 100 }))).toEqual(expected);
  });

  it('hold of `textPs` in a box: capitals touch its top', async () => {
    const made = set('\\fs40 HHH', { width: 230, height: 50 }, 'textPs');
    expect(baselines(made)).toEqual([14]);
    expect(inkOf(await draw(made)).top).toBe(0);
  });

  it('hold at the bottom right: descenders touch the last row, letters the last column', async () => {
    const { bottom, right } = inkOf(await draw(set('\\vertalb\\qr\\fs48 bgp H', { width: 200, height: 60 })));
    expect(bottom).toBe(59);
    expect(right).toBeGreaterThanOrEqual(196);
  });
});

describe('boxes', () => {
  const LONG = 'The quick brown fox jumps over the lazy dog and the well-known dog sleeps on';

  it('are as large as the text where nothing is said, and as high where a width is', () => {
    const one = set('\\fs48 Hello');
    expect(one.height).toBe(27);
    expect(one.width).toBeGreaterThan(50);
    const { width, height } = set(LONG, { width: 100 });
    expect(width).toBe(100);
    expect(height).toBeGreaterThan(60);
  });

  it('place point text of `textPs` by the start of its baseline', () => {
    expect(set('Hello', {}, 'textPs').origin).toEqual([0, 11]);
    const { width, origin } = set('\\qr Hello', {}, 'textPs');
    expect(origin).toEqual([width, 11]);
    expect(set('Hello').origin).toBeUndefined();
  });

  it('break at blanks and hyphens, and within words only where they must', () => {
    const lines = (wrapping: Typesetting['wrapping']) =>
      baselines(set('Donaudampfschifffahrt well-known', { width: 60, height: 200 }, 'text', { wrapping: wrapping! }))
        .length;
    expect(lines('wrap')).toBe(4);
    expect(lines('nbWrap')).toBe(2);
    expect(lines('noWrap')).toBe(1);
  });

  it('leave out whole lines of `textPs` that do not fit, and cut those of `text`', () => {
    expect(baselines(set(LONG, { width: 100, height: 33 }, 'textPs'))).toHaveLength(2);
    expect(baselines(set(LONG, { width: 100, height: 33 })).length).toBeGreaterThan(2);
  });

  it('are filled by the largest resolution that fits', () => {
    const box = { width: 200, height: 100 };
    const size = (typesetting: Typesetting) => set('Fit this', box, 'text', typesetting).glyphs[0]!.down;
    expect(size({ fit: 'autoRes' })).toBeGreaterThan(40);
    expect(size({ fit: 'maxRes', resolution: 80 })).toBeCloseTo((12 * 80) / 72);
    expect(size({ fit: 'maxRes', resolution: 9000 })).toBe(size({ fit: 'autoRes' }));
  });

  it('are filled by sizes that vary together', () => {
    const text = '{\\fs10\\copyfit100 A{\\fs20\\copyfit200 B}C}';
    const sizes = set(text, { width: 90, height: 60 }, 'textPs').glyphs.map(({ down }) => down);
    expect(sizes[1]! / sizes[0]!).toBeCloseTo(2);
    expect(sizes[0]).toBeGreaterThan(10);
    const small = set(text, { width: 20, height: 8 }, 'textPs').glyphs.map(({ down }) => down);
    expect(small[0]).toBe(5);
  });

  it('stretch all lines of a justified paragraph but its last', () => {
    const made = set(`\\qj ${LONG}`, { width: 120, height: 200 }, 'textPs');
    const ends = baselines(made).map((y) => Math.max(...made.glyphs.filter((one) => one.y === y).map(({ x }) => x)));
    for (const end of ends.slice(0, -1)) expect(end).toBeGreaterThan(108);
    expect(ends.at(-1)).toBeLessThan(108);
  });
});

describe('lines that are not level', () => {
  const PS = 'textPs';
  const LINE = ['M', 10, 50, 'L', 110, 50] as const;

  it('follow a path glyph by glyph, and end with it', () => {
    const { glyphs, origin } = set('\\fs40 Hello', {}, PS, { path: ['M', 0, 0, 'L', 100, 100] });
    const angles = glyphs.map(({ angle }) => angle);
    expect(angles).toEqual([45, 45, 45, 45, 45].map((angle) => expect.closeTo(angle)));
    const [x = 0, y = 0] = origin ?? [];
    for (const glyph of glyphs) expect(glyph.x - x).toBeCloseTo(glyph.y - y);
    expect(set('\\fs80 A long text', {}, PS, { path: LINE }).glyphs.length).toBeLessThan(5);
    expect(set('one\\par two', {}, PS, { path: LINE }).glyphs).toHaveLength(3);
  });

  it('are aligned along it, turned round and moved', () => {
    const firstOf = (text: string, typesetting: Typesetting = {}) =>
      set(text, { width: 200, height: 100 }, PS, { path: LINE, ...typesetting }).glyphs[0];
    expect(firstOf('Hi')?.x).toBeCloseTo(10, 0);
    expect(firstOf('\\qr Hi')?.x).toBeGreaterThan(90);
    expect(firstOf('Hi', { pathRun: { reverse: true, start: 0, end: 1 } })).toMatchObject({ angle: 180 });
    expect(firstOf('Hi', { pathRun: { reverse: false, start: 0.5, end: 1 } })?.x).toBeCloseTo(60, 0);
  });

  it('flow into areas, and around others', () => {
    const SQUARE = ['M', 0, 0, 'L', 100, 0, 'L', 100, 100, 'L', 0, 100, 'Z'] as const;
    const HOLE = ['M', 40, 0, 'L', 60, 0, 'L', 60, 100, 'L', 40, 100, 'Z'] as const;
    const text = 'a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f';
    const box = { width: 100, height: 100 };
    const places = (typesetting: Typesetting) => set(text, box, PS, typesetting).glyphs.map(({ x }) => x);
    expect(places({ flowPath: SQUARE }).some((x) => x > 42 && x < 58)).toBe(true);
    expect(places({ flowPath: SQUARE, flowExceptPath: HOLE }).some((x) => x > 42 && x < 58)).toBe(false);
  });

  it('run at angles: down the right side of their box at 90, over head at 180', () => {
    const at = (angle: number) => set('\\fs40 Hi', { width: 60, height: 100 }, PS, { angle }).glyphs;
    expect(at(90)).toMatchObject([{ x: expect.closeTo(60 - 14), y: expect.closeTo(0), angle: 90 }, { angle: 90 }]);
    expect(at(180)[0]).toMatchObject({ x: expect.closeTo(60), y: expect.closeTo(100 - 14) });
    expect(at(30).every(({ angle }) => angle === 30)).toBe(true);
    expect(set('Hi', { width: 60, height: 100 }, 'text', { angle: 90 }).glyphs[0]?.angle).toBeUndefined();
  });
});

describe('scripts', () => {
  it('kern, unless that is switched off', () => {
    expect(set('\\fs80 AVAVA').width).toBeLessThan(set('\\fs80\\kerning0 AVAVA').width);
  });

  it('run from the right where they do', () => {
    const reading = (text: string) => set(text).glyphs.map(({ id }) => id);
    expect(reading('{\\rtlch abc}')).toEqual(reading('cba'));
    expect(reading('x{\\rtlch a\\b b}y')).toEqual(reading('x{\\b b}ay'));
  });

  it('begin on the first line what runs from the right, too', () => {
    const made = set('\\rtlch one two', { width: 30, height: 100 });
    const [first] = baselines(made);
    const ids = made.glyphs.filter(({ y }) => y === first).map(({ id }) => id);
    expect(ids).toEqual(set('eno').glyphs.map(({ id }) => id));
  });

  it('name the font and the letters that are missing', () => {
    const refusal = (text: string) => {
      try {
        set(text);
      } catch (error) {
        return error as { readonly code: string; readonly message: string };
      }
      return undefined;
    };
    expect(refusal('{\\fonttbl{\\f0 Arail;}}\\f0 x')).toMatchObject({ code: 'FONT_UNUSABLE' });
    const missing = refusal('a漢b字');
    expect(missing).toMatchObject({ code: 'FONT_UNUSABLE' });
    expect(missing?.message).toContain('U+6F22');
    expect(missing?.message).toContain('U+5B57');
    // The mark is missing, and not the letter that it stands on.
    expect(refusal('ae\u{20dd}')?.message).toContain('U+20DD');
    expect(refusal('ae\u{20dd}')?.message).not.toContain('U+0065');
  });
});

describe('directions', () => {
  const levels = (letters: string) => [...shaper.levels(letters)].join('');
  it.each([
    ['שלום 123 (a)', '111112221121'],
    ['🎉 שלום', '1111111'],
    ['a 🎉 שלום', '000001111'],
    ['𞤀𞤁', '1111'],
  ])('are those of the letters, whatever the length of their numbers: %s', (letters, expected) => {
    expect(levels(letters)).toBe(expected);
  });
});

describe('drawing', () => {
  it('draws the same at any size: half the pixels, half the size', async () => {
    const made = set('\\fs96\\cf1 Ag', { width: 120, height: 60 });
    const window = { x: 0, y: 0, width: 60, height: 30 };
    const ink = inkOf(await texts.draw(made, { scaled: window, window }));
    const full = inkOf(await draw(made));
    expect(Math.abs(ink.right! - full.right! / 2)).toBeLessThanOrEqual(1);
    expect(Math.abs(ink.bottom! - full.bottom! / 2)).toBeLessThanOrEqual(1);
  });

  it('draws a window as the part of the whole that it is', async () => {
    const made = set('\\fs96 Windows', { width: 200, height: 60 });
    const whole = await draw(made);
    const window = { x: 37, y: 11, width: 80, height: 30 };
    const part = await texts.draw(made, { scaled: { width: 200, height: 60 }, window });
    for (let y = 0; y < window.height; y++) {
      const from = ((window.y + y) * 200 + window.x) * 4;
      expect(part.data.subarray(y * 320, y * 320 + 320)).toEqual(whole.data.subarray(from, from + 320));
    }
  });

  it('has no gray edges where that is asked', async () => {
    const { data } = await draw(set('\\fs60 Sale', {}, 'text', { smoothing: 'off' }));
    expect(new Set(data.filter((_, i) => i % 4 === 3))).toEqual(new Set([0, 255]));
  });

  it('sets any letters of the font in any box, and ends', () => {
    const letters = fc.array(
      fc.constantFrom('a', 'W', ' ', '-', '\n', 'é', 'Ж', '\\fs9 ', '\\qj ', '{\\b x}', '\\par '),
      {
        maxLength: 60,
      },
    );
    const side = fc.integer({ min: 1, max: 90 });
    const fit = fc.constantFrom('fixedRes' as const, 'autoRes' as const);
    fc.assert(
      fc.property(letters, side, side, fit, fc.boolean(), (pieces, width, height, by, ps) => {
        const made = set(pieces.join(''), { width, height }, ps ? 'textPs' : 'text', { fit: by });
        return made.glyphs.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
      }),
      { numRuns: 150 },
    );
  });
});

describe('letters for which there is no room', () => {
  const LINE = ['M', 0, 20, 'L', 30, 20] as const;
  const CORNER = ['M', 0, 0, 'L', 40, 0, 'L', 40, 30, 'L', 0, 30, 'Z'] as const;

  const HIGH = ['M', 0, 2, 'L', 60, 2] as const;
  const DOWN = ['M', 5, 0, 'L', 5, 60] as const;
  const UPRIGHT = { flowPath: CORNER, angle: 90 };

  it.each<[string, string, Box, TextRules, Typesetting, string | undefined]>([
    ['all have some', 'one two', { width: 60, height: 30 }, 'text', {}, undefined],
    ['blanks need none', 'one     ', { width: 26, height: 20 }, 'text', {}, undefined],
    ['a box without height grows', 'one two three', { width: 30 }, 'text', {}, undefined],
    ['lines below the box', 'one\\line two\\line three', { width: 60, height: 22 }, 'text', {}, 'three'],
    ['lines that are left out', 'one\\line two', { width: 60, height: 14 }, 'textPs', {}, 'two'],
    ['letters beside the box', 'one two', { width: 22, height: 30 }, 'text', { wrapping: 'noWrap' }, 'two'],
    ['words beside the box', 'one two three', { width: 22, height: 30 }, 'text', { wrapping: 'noWrap' }, 'two three'],
    ['words of lines below the box', 'one two three', { width: 26, height: 4 }, 'text', {}, 'one two three'],
    ['letters behind the end of a path', 'one two', {}, 'textPs', { path: LINE }, 'wo'],
    ['lines behind the first of a path', 'a\\par b', {}, 'textPs', { path: LINE }, 'b'],
    ['letters of a path that lie in the box', 'one', { width: 80, height: 40 }, 'textPs', { path: LINE }, undefined],
    ['letters of a path beside the box', 'one', { width: 16, height: 40 }, 'textPs', { path: LINE }, 'e'],
    ['letters of a path above the box', 'one', { width: 80, height: 40 }, 'textPs', { path: HIGH }, 'one'],
    ['letters of a path that leaves the box', 'one', { width: 30, height: 16 }, 'textPs', { path: DOWN }, 'e'],
    ['letters of an area beside the box', 'one', { width: 16, height: 40 }, 'textPs', { flowPath: CORNER }, 'e'],
    ['letters that are turned into the box', 'one', { width: 40, height: 60 }, 'textPs', UPRIGHT, undefined],
    ['letters that are turned out of the box', 'one', { width: 40, height: 16 }, 'textPs', UPRIGHT, 'e'],
    ['lines behind the last of an area', 'one two three', {}, 'textPs', { flowPath: CORNER }, 'three'],
  ])('are kept to be told: %s', (_, text, box, rules, typesetting, lost) => {
    expect(set(text, box, rules, typesetting).lost?.trim()).toBe(lost);
  });
});
