import type { Color } from '../recipe/recipe.ts';
import type { FontName } from './found-font.ts';

/** A glyph at its place. */
export interface PlacedGlyph {
  /** Its font, in the list of the text. */
  readonly font: number;
  readonly id: number;
  /** The place of its origin on the baseline, in pixels of the layer. */
  readonly x: number;
  readonly y: number;
  /** Pixels of an em, across and down. */
  readonly across: number;
  readonly down: number;
  /** Its colour, in the list of the text. */
  readonly color: number;
  /** Degrees clockwise about its origin. */
  readonly angle?: number;
}

/** A line beneath letters. */
export interface Underline {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly color: number;
  /** Degrees clockwise about its start. */
  readonly angle?: number;
}

/** A text whose every letter has its place; all in pixels of its layer. */
export interface SetText {
  readonly width: number;
  readonly height: number;
  /** The anchor that `pos` places; absent = its centre. */
  readonly origin?: readonly [x: number, y: number];
  readonly fonts: readonly FontName[];
  readonly colors: readonly Color[];
  readonly glyphs: readonly PlacedGlyph[];
  readonly underlines: readonly Underline[];
  /** Letters for which there is no room; absent: all are there. */
  readonly lost?: string;
  /** False if pixels are either letter or not. */
  readonly smooth: boolean;
}
