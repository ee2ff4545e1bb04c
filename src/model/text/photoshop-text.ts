import type { Rect } from '../geometry.ts';

/** Letters of one look, in the units of their text. */
export interface TextRun {
  readonly text: string;
  /** The PostScript name of its font. */
  readonly font: string;
  readonly size: number;
  /** The distance of lines; absent = 1.2 times the size. */
  readonly leading?: number;
  /** Red, green, blue, 0…255. */
  readonly color: readonly [number, number, number];
  /** Synthetic bold and italic of Photoshop, in addition to the font's own style. */
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  /** Thousandths of the size between letters. */
  readonly tracking: number;
  /** Factors across and down. */
  readonly stretch: readonly [number, number];
  /** Above the line. */
  readonly shift: number;
  readonly capitals: 'none' | 'small' | 'all';
  readonly position: 'line' | 'super' | 'sub';
}

/** A paragraph of a text. */
export interface TextParagraph {
  /** Letters, with its end. */
  readonly length: number;
  readonly align: 'left' | 'right' | 'center' | 'justify';
}

/** The text of a layer of Photoshop. */
export interface PhotoshopText {
  /** From its units to pixels of the canvas: x = xx·u + yx·v + x, y = xy·u + yy·v + y. */
  readonly transform: {
    readonly xx: number;
    readonly xy: number;
    readonly yx: number;
    readonly yy: number;
    readonly x: number;
    readonly y: number;
  };
  readonly runs: readonly TextRun[];
  readonly paragraphs: readonly TextParagraph[];
  /** In its units; absent where it begins at a point on its first line. */
  readonly box?: Rect | undefined;
}
