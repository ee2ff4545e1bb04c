import type { FontName } from '../../../model/text/found-font.ts';
import type { PhotoshopText, TextParagraph, TextRun } from '../../../model/text/photoshop-text.ts';

/** A text as RTF with a variable for the words of each look. */
export interface TextTemplate {
  /** RTF with `$name$` in place of the words. */
  readonly rtf: string;
  readonly words: readonly { readonly name: string; readonly value: string }[];
}

/** A font that is there; `standIn`: another one of the same widths. */
interface FontThere extends FontName {
  readonly standIn: boolean;
}

/** The font for a PostScript name; undefined where it is not installed, and the default font replaces it. */
export type FontFor = (postScript: string) => FontThere | undefined;

interface Part {
  readonly run: TextRun;
  readonly align: TextParagraph['align'];
  readonly text: string;
}

const ALIGN: Readonly<Record<TextParagraph['align'], string>> = {
  left: '\\ql',
  right: '\\qr',
  center: '\\qc',
  justify: '\\qj',
};
/** Photoshop's automatic distance of lines. */
const AUTOMATIC = 1.2;
/** A soft end of a line, and the end of a paragraph, as Photoshop writes them. */
const SOFT = '\u{3}';
const HARD = '\r';

/** The alignment at each letter. */
function alignAt(paragraphs: readonly TextParagraph[]): (index: number) => TextParagraph['align'] {
  const ends: { readonly end: number; readonly align: TextParagraph['align'] }[] = [];
  for (const { length, align } of paragraphs) ends.push({ end: (ends.at(-1)?.end ?? 0) + length, align });
  return (index) => (ends.find(({ end }) => index < end) ?? ends.at(-1))?.align ?? 'left';
}

const lookOf = ({ run: { text: _text, ...look }, align }: Part): string => JSON.stringify([look, align]);

/** The text in parts of one look and one alignment; its last end of a paragraph ends nothing. */
function partsOf({ runs, paragraphs }: PhotoshopText): readonly Part[] {
  const align = alignAt(paragraphs);
  const parts: Part[] = [];
  let at = 0;
  for (const run of runs) {
    for (const letter of run.text.split('')) {
      const part: Part = { run, align: align(at++), text: letter };
      const last = parts.at(-1);
      if (last && lookOf(last) === lookOf(part)) parts[parts.length - 1] = { ...last, text: last.text + letter };
      else parts.push(part);
    }
  }
  const ending = parts.map((part, i) =>
    i === parts.length - 1 ? { ...part, text: part.text.replace(/\r$/, '') } : part,
  );
  return ending.filter(({ text }) => text !== '');
}

/** Words as RTF: its own signs escaped, ends of lines and paragraphs as words. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[\\{}]/g, '\\$&')
    .replaceAll(SOFT, '\\line ')
    .replaceAll(HARD, '\\par ')
    .replaceAll(/\p{Cc}/gu, ' ');

/** The size of a text's units on the canvas, across and down. */
function scaleOf({ transform: { xx, xy, yx, yy } }: PhotoshopText): { readonly across: number; readonly down: number } {
  return { across: Math.hypot(xx, xy), down: Math.hypot(yx, yy) };
}

/** Words and their numbers for the look of a part, in pixels of the canvas at 72 dots to the inch. */
function wordsOf(part: Part, text: PhotoshopText, font: FontName | undefined): string {
  const { run, align } = part;
  const { across, down } = scaleOf(text);
  const size = run.size * run.stretch[1] * down;
  const width = Math.round((100 * run.stretch[0] * across) / (run.stretch[1] * down));
  const tracking = Math.round((run.tracking / 1000) * run.size * across * 20);
  const shift = Math.round(run.shift * down * 2);
  const leading = (run.leading ?? run.size * AUTOMATIC) * down;
  const flags: readonly (readonly [boolean, string])[] = [
    [run.bold || font?.bold === true, '\\b'],
    [run.italic || font?.italic === true, '\\i'],
    [run.underline, '\\ul'],
    [run.capitals === 'all', '\\caps'],
    [run.capitals === 'small', '\\scaps'],
    [run.position === 'super', '\\super'],
    [run.position === 'sub', '\\sub'],
    [width !== 100, `\\charscalex${width}`],
    [tracking !== 0, `\\expndtw${tracking}`],
    [shift > 0, `\\up${shift}`],
    [shift < 0, `\\dn${-shift}`],
  ];
  const said = flags.map(([is, word]) => (is ? word : '')).join('');
  return `${ALIGN[align]}\\sl-${Math.round(leading * 20)}\\fs${Math.max(1, Math.round(size * 2))}${said}`;
}

/**
 * A text of Photoshop as RTF for `textPs`, with a variable for each part of one look; `name` names them. Sizes are those on
 * the canvas.
 */
export function richTextOf(text: PhotoshopText, name: (index: number) => string, fontFor: FontFor): TextTemplate {
  const parts = partsOf(text);
  const fonts = parts.map(({ run }) => fontFor(run.font));
  const families = [...new Set(fonts.flatMap((font) => (font ? [font.name] : [])))];
  const colors = [...new Set(parts.map(({ run }) => run.color.join(',')))];
  const fontTable = families.map((family, i) => `{\\f${i} ${family};}`).join('');
  const colorTable = colors.map((color) => {
    const [red, green, blue] = color.split(',');
    return `\\red${red}\\green${green}\\blue${blue};`;
  });
  const words = parts.map((part, i) => ({ name: name(i), value: escaped(part.text) }));
  const body = parts.map((part, i) => {
    const font = fonts[i];
    const family = font ? `\\f${families.indexOf(font.name)}` : '';
    const color = `\\cf${colors.indexOf(part.run.color.join(',')) + 1}`;
    return `{${family}${wordsOf(part, text, font)}${color} $${name(i)}$}`;
  });
  const tables = `${fontTable === '' ? '' : `{\\fonttbl${fontTable}}`}{\\colortbl;${colorTable.join('')}}`;
  return { rtf: `${tables}${body.join('')}`, words };
}
