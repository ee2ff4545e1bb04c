import type { LetterStyle, Paragraph, ParagraphStyle, RichText, TextRun } from '../../model/text/rich-text.ts';
import type { FontMeasures, ShapedGlyph, Shaper } from './shaper.ts';

/** Letters of one look and one direction, shaped: all that does not depend on sizes. */
export interface Item {
  readonly start: number;
  readonly end: number;
  readonly level: number;
  readonly look: Look;
  /** In the order in which they are drawn; `at` counts in the letters of the paragraph. */
  readonly glyphs: readonly ShapedGlyph[];
}

/** A look, and what its font says of itself. */
export interface Look {
  readonly style: LetterStyle;
  readonly measures: FontMeasures;
  /** The size of its letters beside that which is said: small capitals are smaller. */
  readonly share: number;
}

/** A paragraph whose letters are shaped. */
export interface PreparedParagraph {
  readonly letters: string;
  readonly style: ParagraphStyle;
  readonly items: readonly Item[];
  /** The look of lines without letters. */
  readonly empty: Look;
}

/** Small capitals beside capitals, as Photoshop makes them. */
const SMALL_CAPITALS = 0.7;
const TAB = '    ';

interface CasedRun extends TextRun {
  readonly share: number;
}

/** Letters as capitals where that is asked; those that were small may become smaller ones. */
function cased({ text, style }: TextRun): readonly CasedRun[] {
  if (style.caps === 'none') return [{ text, style, share: 1 }];
  if (style.caps === 'all') return [{ text: text.toUpperCase(), style, share: 1 }];
  return (text.match(/\p{Ll}+|\P{Ll}+/gu) ?? []).map((part) => {
    const share = /^\p{Ll}/u.test(part) ? SMALL_CAPITALS : 1;
    return { text: part.toUpperCase(), style, share };
  });
}

/** Letters as they are shaped: what only tells where a word may be parted is left out. */
function spelled({ text, style, share }: CasedRun): CasedRun {
  const plain = text.replaceAll('\u{ad}', '').replaceAll('\t', TAB);
  return { text: style.backwards ? Array.from(plain).toReversed().join('') : plain, style, share };
}

/** The places at which letters change their level, or a line ends. */
function cuts(letters: string, levels: Uint8Array, start: number, end: number): readonly number[] {
  const at: number[] = [];
  for (let i = start + 1; i < end; i++) {
    const parts = levels[i] !== levels[i - 1] || letters[i] === '\n' || letters[i - 1] === '\n';
    if (parts) at.push(i);
  }
  return [start, ...at, end];
}

function preparedParagraph({ runs, style, empty }: Paragraph, shaper: Shaper): PreparedParagraph {
  const parts = runs.flatMap(cased).map(spelled);
  const letters = parts.map(({ text }) => text).join('');
  const levels = shaper.levels(letters);
  const items: Item[] = [];
  let start = 0;
  for (const { text, style: letterStyle, share } of parts) {
    const look = { style: letterStyle, share, measures: shaper.measures(letterStyle.font) };
    const places = cuts(letters, levels, start, start + text.length);
    for (const [i, from] of places.slice(0, -1).entries()) {
      const to = places[i + 1] ?? from;
      const part = letters.slice(from, to);
      const level = levels[from] ?? 0;
      items.push({ start: from, end: to, level, look, glyphs: shapedPart(part, from, level, letterStyle, shaper) });
    }
    start += text.length;
  }
  // Where there are letters, the font of what follows them need not be there.
  const last = items.at(-1)?.look;
  return { letters, style, items, empty: last ?? { style: empty, share: 1, measures: shaper.measures(empty.font) } };
}

function shapedPart(
  part: string,
  from: number,
  level: number,
  { font, kerning, tracking }: LetterStyle,
  shaper: Shaper,
): readonly ShapedGlyph[] {
  if (part === '' || part === '\n') return [];
  const glyphs = shaper.shape(part, { font, kerning, ligatures: tracking === 0, rightToLeft: level % 2 === 1 });
  return glyphs.map((glyph) => ({ ...glyph, at: glyph.at + from }));
}

/** Shapes all letters of a text. Throws RenditionError (FONT_UNUSABLE). */
export function prepare({ paragraphs }: RichText, shaper: Shaper): readonly PreparedParagraph[] {
  return paragraphs.map((paragraph) => preparedParagraph(paragraph, shaper));
}
