import type { Color } from '../recipe/recipe.ts';
import type { FontName } from './found-font.ts';

/** The look of the letters of a run. Lengths are points. */
export interface LetterStyle {
  readonly font: FontName;
  /** For fitted text: the smallest size. */
  readonly size: number;
  /** The largest size of a text that is fitted into its box; absent where it is not. */
  readonly largestSize?: number;
  readonly color: Color;
  readonly underlined: boolean;
  readonly caps: 'none' | 'all' | 'small';
  readonly script: 'base' | 'super' | 'sub';
  /** The way up from the baseline. */
  readonly rise: number;
  readonly kerning: boolean;
  /** Room behind each letter. */
  readonly tracking: number;
  /** Percent, 100 = as the font has it. */
  readonly across: number;
  readonly down: number;
  /** Letters in the order in which they are read from the right. */
  readonly backwards: boolean;
}

/** Letters of one look; `\n` ends a line and no paragraph. */
export interface TextRun {
  readonly text: string;
  readonly style: LetterStyle;
}

export type Alignment = 'left' | 'right' | 'center' | 'justify';

/** The distance of lines: as their letters need it, at least or exactly so many points, or a multiple. */
export interface LineSpacing {
  readonly by: 'letters' | 'least' | 'exact' | 'multiple';
  readonly value: number;
}

/** The way in which a paragraph is set. Lengths are points. */
export interface ParagraphStyle {
  readonly alignment: Alignment;
  /** The last line of one that is justified. */
  readonly lastAlignment: Alignment;
  readonly firstIndent: number;
  readonly leftIndent: number;
  readonly rightIndent: number;
  readonly spacing: LineSpacing;
  readonly before: number;
  readonly after: number;
}

export interface Paragraph {
  readonly runs: readonly TextRun[];
  readonly style: ParagraphStyle;
  /** The look of its line where it has no letters. */
  readonly empty: LetterStyle;
}

/** A text with the looks of its letters, as RTF or plain text says them. */
export interface RichText {
  readonly paragraphs: readonly Paragraph[];
  /** Points that are left free at the sides of its box. */
  readonly margins: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  readonly vertical: 'top' | 'center' | 'bottom';
  /** Most lines of a text that is fitted: `lines` gives way where even its smallest size needs more. 0 = any. */
  readonly fitting: { readonly lines: number; readonly mostLines: number };
}
