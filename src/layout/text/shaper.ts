import type { FontName } from '../../model/text/found-font.ts';

/** The measures of a font: shares of its em, downward ones positive where they lie below the baseline. */
export interface FontMeasures {
  /** From the top of its letters to the baseline, and from there to their bottom. */
  readonly ascent: number;
  readonly descent: number;
  /** The height of its capitals. */
  readonly capitals: number;
  readonly underline: { readonly offset: number; readonly thickness: number };
}

/** A glyph in shares of an em, beside the place to which those before it have led. */
export interface ShapedGlyph {
  /** Glyph id; 0 where the font has none for its characters. */
  readonly id: number;
  readonly advance: number;
  /** To the right, and down. */
  readonly x: number;
  readonly y: number;
  /** The first of the letters that it stands for. */
  readonly at: number;
}

/** The way in which letters become glyphs. */
export interface Shaping {
  readonly font: FontName;
  readonly kerning: boolean;
  /** False with letter spacing, which ligatures would break. */
  readonly ligatures: boolean;
  readonly rightToLeft: boolean;
}

/** Some letters of a paragraph, which may be joined to those around them. */
export interface Part {
  readonly letters: string;
  readonly start: number;
  readonly end: number;
}

/** The port of the engine that shapes: it knows fonts and scripts. */
export interface Shaper {
  /** Throws RenditionError (FONT_UNUSABLE) for a font that is not there. */
  measures(font: FontName): FontMeasures;
  /** The glyphs of letters of one script in the order in which they are drawn. Throws RenditionError (FONT_UNUSABLE). */
  shape(part: Part, shaping: Shaping): readonly ShapedGlyph[];
  /** Refuses letters of which a font has not all. Always throws RenditionError (FONT_UNUSABLE), which names those. */
  refuse(font: FontName, letters: string): never;
  /** The embedding level of each letter by the bidirectional algorithm: odd ones run from the right. */
  levels(letters: string): Uint8Array;
}
