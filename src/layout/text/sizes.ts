import type { TextRules } from '../../model/text/typesetting.ts';
import type { Item, MeasuredStyle, PreparedParagraph } from './prepare.ts';

/** The sizes in which a text is set. */
export interface Sizing {
  readonly rules: TextRules;
  /** Pixels of a point. */
  readonly scale: number;
  /** 0…1: how far sizes that are fitted lie between their least and their largest. */
  readonly fitted: number;
}

/** The metrics of a character style in pixels. */
export interface StyleSize {
  /** Width of an em. */
  readonly across: number;
  readonly down: number;
  /** Room that its letters need above and below the baseline. */
  readonly above: number;
  readonly below: number;
  readonly capitals: number;
  /** Upward shift of its baseline. */
  readonly rise: number;
  /** Behind each letter. */
  readonly tracking: number;
}

/** Measured in pictures of the reference: raised and lowered letters are two thirds as large as others. */
const SCRIPT = { size: 2 / 3, super: 2 / 9, sub: -1 / 6 } as const;

/** The metrics of a character style in pixels, at the sizes of a text. */
export function sizeOf({ style, measures, share }: MeasuredStyle, { rules, scale, fitted }: Sizing): StyleSize {
  const { size, largestSize = size, script, across, down } = style;
  const full = (size + fitted * (largestSize - size)) * scale;
  const em = full * share * (script === 'base' ? 1 : SCRIPT.size);
  const rise = style.rise * scale + (script === 'base' ? 0 : SCRIPT[script] * full);
  // Stretched letters of `textPs` leave the distance of lines as it is.
  const line = rules === 'text' ? (em * down) / 100 : em;
  return {
    across: (em * across) / 100,
    down: (em * down) / 100,
    above: measures.ascent * line + rise,
    below: measures.descent * line - rise,
    capitals: measures.capitals * line + rise,
    rise,
    tracking: style.tracking * scale,
  };
}

/** The pixels that each letter of a paragraph leads on, told at the first letter of those that share a glyph. */
export interface Advances {
  readonly widths: Float64Array;
  /** 1 where a glyph begins. */
  readonly starts: Uint8Array;
}

const itemSize = (item: Item, sizing: Sizing): StyleSize => sizeOf(item.measured, sizing);

/** The advances of the letters of a paragraph. */
export function advancesOf({ letters, items }: PreparedParagraph, sizing: Sizing): Advances {
  const widths = new Float64Array(letters.length);
  const starts = new Uint8Array(letters.length);
  for (const item of items) {
    const { across, tracking } = itemSize(item, sizing);
    for (const { at, advance } of item.glyphs) {
      widths[at] = (widths[at] ?? 0) + advance * across + (advance === 0 ? 0 : tracking);
      starts[at] = 1;
    }
    if (item.glyphs.length === 0 && item.end > item.start) starts[item.start] = 1;
  }
  return { widths, starts };
}
