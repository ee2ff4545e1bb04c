import { describe, expect, it } from 'vitest';
import type { PhotoshopText, TextRun } from '../../../../../src/model/text/photoshop-text.ts';
import { richTextOf } from '../../../../../src/profiles/import/photoshop/rich-text.ts';
import { readRichText } from '../../../../../src/serving/rtf/read-rich-text.ts';

const RUN: TextRun = {
  ...{ text: 'Hello\r', font: 'ArialMT', size: 20, color: [255, 0, 0] },
  ...{ bold: false, italic: false, underline: false, tracking: 0, stretch: [1, 1], shift: 0 },
  ...{ capitals: 'none', position: 'line' },
};
const TEXT: PhotoshopText = {
  transform: { xx: 2, xy: 0, yx: 0, yy: 2, x: 0, y: 0 },
  runs: [RUN],
  paragraphs: [{ length: 6, align: 'center' }],
};
const ARIAL = { name: 'Arial', bold: true, italic: false, standIn: false };

const made = (text: PhotoshopText) =>
  richTextOf(
    text,
    (index) => `t${index}`,
    () => ARIAL,
  );

/** The text as `textPs` reads it, with the words put in. */
function read(text: PhotoshopText) {
  const { rtf, words } = made(text);
  const filled = words.reduce((sum, { name, value }) => sum.replaceAll(`$${name}$`, () => value), rtf);
  return readRichText({ kind: 'text', text: filled, rules: 'textPs' });
}

describe('texts of Photoshop as RTF', () => {
  it('have the sizes that they have on the canvas, and the font that stands for theirs', () => {
    const [paragraph] = read(TEXT).paragraphs;
    expect(paragraph?.style).toMatchObject({ alignment: 'center', spacing: { by: 'exact', value: 48 } });
    expect(paragraph?.runs).toMatchObject([
      { text: 'Hello', style: { size: 40, font: { name: 'Arial', bold: true } } },
    ]);
  });

  it('have a variable for each look, and no more', () => {
    const runs = [
      { ...RUN, text: 'He' },
      { ...RUN, text: 'llo ' },
      { ...RUN, text: 'you', underline: true },
    ];
    const text = { ...TEXT, runs, paragraphs: [{ length: 9, align: 'left' as const }] };
    expect(made(text).words).toEqual([
      { name: 't0', value: 'Hello ' },
      { name: 't1', value: 'you' },
    ]);
    expect(read(text).paragraphs[0]?.runs.map(({ style }) => style.underlined)).toEqual([false, true]);
  });

  it('keep signs of RTF, ends of lines and of paragraphs', () => {
    const text = String.raw`a{b}\c`;
    const lines = { ...TEXT, runs: [{ ...RUN, text: `${text}\u{3}d\re` }], paragraphs: [] };
    const { paragraphs } = read(lines);
    expect(paragraphs.map(({ runs }) => runs.map((run) => run.text).join(''))).toEqual([`${text}\nd`, 'e']);
  });

  it.each([
    [{ capitals: 'all' as const }, { caps: 'all' }],
    [{ tracking: 100 }, { tracking: 4 }],
    [{ stretch: [0.5, 1] as const }, { across: 50 }],
    [{ shift: 3 }, { rise: 6 }],
    [{ shift: -3 }, { rise: -6 }],
    [{ italic: true }, { font: { name: 'Arial', bold: true, italic: true } }],
  ])('say %j', (given, style) => {
    expect(read({ ...TEXT, runs: [{ ...RUN, ...given }] }).paragraphs[0]?.runs[0]?.style).toMatchObject(style);
  });
});
