import type { LetterStyle, Paragraph, ParagraphStyle, RichText, TextRun } from '../../model/text/rich-text.ts';
import { fontKey, type FontName } from '../../model/text/found-font.ts';
import { type Breakable, lineStarts } from './line-starts.ts';
import { scriptStarts } from './scripts.ts';
import type { FontMeasures, Part, ShapedGlyph, Shaper } from './shaper.ts';

/** A run of characters of one style, direction and script, shaped: everything that does not depend on sizes. */
export interface Item {
  readonly start: number;
  readonly end: number;
  readonly level: number;
  readonly measured: MeasuredStyle;
  /** In the order in which they are drawn; `at` counts in the letters of the paragraph. */
  readonly glyphs: readonly ShapedGlyph[];
}

/** A character style with the metrics of its font. */
export interface MeasuredStyle {
  readonly style: LetterStyle;
  readonly measures: FontMeasures;
  /** Scale of its letters relative to the font size: small capitals are smaller. */
  readonly share: number;
}

/** A paragraph whose letters are shaped. */
export interface PreparedParagraph extends Breakable {
  readonly style: ParagraphStyle;
  readonly items: readonly Item[];
  /** The style of lines without characters. */
  readonly empty: MeasuredStyle;
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

/** Text as it is shaped: soft hyphens, which only mark break opportunities, are removed. */
const spelled = (text: string): string => text.replaceAll('\u{ad}', '').replaceAll('\t', TAB);

/** Letters of a paragraph, and the places at which one of another kind begins. */
class Letters {
  readonly text: string;
  readonly #levels: Uint8Array;
  readonly #scripts: ReadonlySet<number>;

  constructor(parts: readonly CasedRun[], shaper: Shaper) {
    this.text = parts.map(({ text }) => text).join('');
    this.#levels = shaper.levels(this.text);
    this.#scripts = scriptStarts(this.text);
    let start = 0;
    for (const { text, style } of parts) {
      // What is to run backwards does, whatever its letters are.
      if (style.backwards) this.#levels.fill(1, start, start + text.length);
      start += text.length;
    }
  }

  levelAt(place: number): number {
    return this.#levels[place] ?? 0;
  }

  #parts(at: number): boolean {
    const { text } = this;
    const isNewLevel = this.#levels[at] !== this.#levels[at - 1];
    return isNewLevel || this.#scripts.has(at) || text[at] === '\n' || text[at - 1] === '\n';
  }

  /** The places at which letters change their level or their script, or a line ends. */
  cuts(start: number, end: number): readonly number[] {
    const at: number[] = [];
    for (let i = start + 1; i < end; i++) if (this.#parts(i)) at.push(i);
    return [start, ...at, end];
  }
}

function preparedParagraph({ runs, style, empty }: Paragraph, shaper: Shaper): PreparedParagraph {
  const parts = runs.flatMap(cased).map((run) => ({ ...run, text: spelled(run.text) }));
  const letters = new Letters(parts, shaper);
  const items: Item[] = [];
  let start = 0;
  for (const { text, style: letterStyle, share } of parts) {
    const measured = { style: letterStyle, share, measures: shaper.measures(letterStyle.font) };
    const places = letters.cuts(start, start + text.length);
    for (const [i, from] of places.slice(0, -1).entries()) {
      const part = { letters: letters.text, start: from, end: places[i + 1] ?? from };
      const level = letters.levelAt(from);
      items.push({ start: from, end: part.end, level, measured, glyphs: shapedPart(part, level, letterStyle, shaper) });
    }
    start += text.length;
  }
  // Where there are letters, the font of what follows them need not be there.
  const last = items.at(-1)?.measured;
  return {
    ...{ letters: letters.text, lineStarts: lineStarts(letters.text), style, items },
    empty: last ?? { style: empty, share: 1, measures: shaper.measures(empty.font) },
  };
}

function shapedPart(
  part: Part,
  level: number,
  { font, kerning, tracking }: LetterStyle,
  shaper: Shaper,
): readonly ShapedGlyph[] {
  if (part.start === part.end || part.letters[part.start] === '\n') return [];
  return shaper.shape(part, { font, kerning, ligatures: tracking === 0, rightToLeft: level % 2 === 1 });
}

/** The letters that glyphs of an item stand for which its font has not. */
function lacking({ letters }: PreparedParagraph, { glyphs, end }: Item): string {
  if (glyphs.every(({ id }) => id !== 0)) return '';
  const starts = [...new Set(glyphs.map(({ at }) => at))].toSorted((a, b) => a - b);
  const missing = new Set(glyphs.flatMap(({ id, at }) => (id === 0 ? [at] : [])));
  return starts.map((at, i) => (missing.has(at) ? letters.slice(at, starts[i + 1] ?? end) : '')).join('');
}

/** Refuses the letters that fonts have not: all of a font at once. */
function checkCovered(paragraphs: readonly PreparedParagraph[], shaper: Shaper): void {
  const missing = new Map<string, { readonly font: FontName; letters: string }>();
  for (const paragraph of paragraphs) {
    for (const item of paragraph.items) {
      const { font } = item.measured.style;
      const entry = missing.get(fontKey(font)) ?? { font, letters: '' };
      entry.letters += lacking(paragraph, item);
      missing.set(fontKey(font), entry);
    }
  }
  for (const { font, letters } of missing.values()) if (letters !== '') shaper.refuse(font, letters);
}

/** Shapes all letters of a text. Throws RenditionError (FONT_UNUSABLE). */
export function prepare({ paragraphs }: RichText, shaper: Shaper): readonly PreparedParagraph[] {
  const prepared = paragraphs.map((paragraph) => preparedParagraph(paragraph, shaper));
  checkCovered(prepared, shaper);
  return prepared;
}
