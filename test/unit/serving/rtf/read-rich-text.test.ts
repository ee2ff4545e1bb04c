import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RichText } from '../../../../src/model/text/rich-text.ts';
import type { TextRules } from '../../../../src/model/text/typesetting.ts';
import { readRichText } from '../../../../src/serving/rtf/read-rich-text.ts';

const read = (text: string, rules: TextRules = 'textPs'): RichText => readRichText({ kind: 'text', text, rules });
const runs = (text: string, rules?: TextRules) => read(text, rules).paragraphs.flatMap((paragraph) => paragraph.runs);
const words = (text: string): string =>
  runs(text)
    .map((run) => run.text)
    .join('');

describe('plain text', () => {
  it('is one paragraph, whose lines end where they end', () => {
    expect(read('a, b\r\nc').paragraphs.map((one) => one.runs.map(({ text }) => text))).toEqual([['a, b\nc']]);
    expect(read('').paragraphs).toHaveLength(1);
  });
});

describe('rich text', () => {
  it.each([
    ['{\\rtf1\\ansi Hello}', 'Hello'],
    ['a\\line b', 'a\nb'],
    ['\\{a\\}\\\\', '{a}\\'],
    ["caf\\'e9", 'café'],
    ["{\\fonttbl{\\f0\\fcharset204 Arial;}}\\f0 \\'cf\\'f0\\'e8", 'При'],
    ['\\u8364?5', '€5'],
    ['\\uc2\\u8364??5', '€5'],
    ['\\u-10179?\\u-8704?', '\u{1f600}'],
    ['a{\\*\\unknown b{c}}d', 'ad'],
    ['a{\\info{\\author x}}d', 'ad'],
    ['\\emdash\\~', '—\u{a0}'],
    ['a\nb', 'a\nb'],
    ['{a\nb}', 'ab'],
    ['}}a{{', 'a'],
  ])('%s says %j', (text, expected) => {
    expect(words(text)).toBe(expected);
  });

  it('takes live texts: tables without signs, fonts without numbers, words outside of groups', () => {
    const text = '{\\fonttbl\\f Arial;}{\\*\\iscolortbl;ffffff;}\\f0\\fs40\\margl20\\margt0\\vertalc\\ql\\cf1Heading';
    const { paragraphs, margins, vertical } = read(text);
    expect(vertical).toBe('center');
    expect(margins).toEqual({ left: 1, top: 0, right: 0, bottom: 0 });
    expect(paragraphs).toMatchObject([
      {
        runs: [
          {
            text: 'Heading',
            style: { font: { name: 'Arial' }, size: 20, color: { r: 255, g: 255, b: 255, alpha: 255 } },
          },
        ],
      },
    ]);
  });

  it('has colours of three tables, the language first and black last', () => {
    const tables = '{\\colortbl;\\red255\\green0\\blue0;\\red0\\green128\\blue0;}{\\*\\iscolortbl;0000FF80;}';
    const colors = (rules: TextRules) => runs(`${tables}\\cf1 a\\cf2 b\\cf7 c`, rules).map(({ style }) => style.color);
    const green = { r: 0, g: 128, b: 0, alpha: 255 };
    const black = { r: 0, g: 0, b: 0, alpha: 255 };
    expect(colors('textPs')).toEqual([{ r: 0, g: 0, b: 255, alpha: 128 }, green, black]);
    expect(colors('text')).toEqual([{ r: 255, g: 0, b: 0, alpha: 255 }, green, black]);
  });

  it('keeps looks within their groups, and paragraphs as their letters have them', () => {
    const { paragraphs } = read('a{\\b\\qr b}c\\par\\qc d');
    expect(paragraphs.map(({ style }) => style.alignment)).toEqual(['left', 'center']);
    expect(paragraphs[0]?.runs.map(({ style }) => style.font.bold)).toEqual([false, true, false]);
  });

  it('leaves to `textPs` what only that knows', () => {
    const text = '\\margl200\\li40\\qj\\caps\\copyfit90 a';
    expect(read(text, 'text')).toMatchObject({ margins: { left: 0 } });
    expect(runs(text, 'text')[0]?.style.caps).toBe('none');
    expect(read(text, 'textPs')).toMatchObject({ margins: { left: 10 } });
    expect(read(text).paragraphs[0]).toMatchObject({ style: { alignment: 'justify', leftIndent: 2 } });
    expect(runs(text)[0]?.style).toMatchObject({ caps: 'all', size: 12, largestSize: 45 });
  });

  it('reads the distance of lines', () => {
    const spacing = (text: string) => read(text).paragraphs[0]?.style.spacing;
    expect(spacing('a')).toEqual({ by: 'letters', value: 0 });
    expect(spacing('\\sl480 a')).toEqual({ by: 'least', value: 24 });
    expect(spacing('\\sl-480 a')).toEqual({ by: 'exact', value: 24 });
    expect(spacing('\\sl360\\slmult1 a')).toEqual({ by: 'multiple', value: 1.5 });
  });

  it('reads any text at all', () => {
    const piece = fc.oneof(
      fc.constantFrom('{', '}', '\\', '\\fs', '\\f', '\\u', "\\'e", '\\*\\iscolortbl', '\\fonttbl', '\\par', ';', '-9'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    const any = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(any, fc.constantFrom('text' as const, 'textPs' as const), (text, rules) => {
        const { paragraphs } = read(text, rules);
        return paragraphs.length > 0 && !/\p{Surrogate}/u.test(JSON.stringify(paragraphs));
      }),
      { numRuns: 2000 },
    );
  });
});
