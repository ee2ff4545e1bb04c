import type { Path } from '../recipe/clipping-path.ts';

/** The rules by which a text is set: those of `text`, or of `textPs`, which knows more (reference G.5). */
export type TextRules = 'text' | 'textPs';

/** The words of a layer: rich text, RTF or plain, before it is read. */
export interface TextSource {
  readonly kind: 'text';
  readonly text: string;
  readonly rules: TextRules;
}

export type Smoothing = 'off' | 'norm' | 'crisp' | 'sharp' | 'strong' | 'smooth';
/** `autoRes` looks for the resolution at which a text fills its box, `maxRes` for one below that which is said. */
export type ResolutionFit = 'fixedRes' | 'autoRes' | 'maxRes';
/** `nbWrap` never parts a word, `noWrap` no line. */
export type Wrapping = 'wrap' | 'noWrap' | 'nbWrap';

/** The part of a path that a text runs on, in shares of its length: reference C, `pathAttr`. */
export interface PathRun {
  readonly reverse: boolean;
  readonly start: number;
  readonly end: number;
}

/** The typesetting of a text, apart from its content. Absent = not asked for. */
export interface Typesetting {
  /** Pixels per inch: 72 makes a point a pixel. */
  readonly resolution?: number;
  readonly smoothing?: Smoothing;
  readonly fit?: ResolutionFit;
  readonly wrapping?: Wrapping;
  /** Degrees clockwise in which the lines run. */
  readonly angle?: number;
  /** The areas that it flows into, and those that it flows around; pixels of the layer. */
  readonly flowPath?: Path;
  readonly flowExceptPath?: Path;
  /** The line that it follows. */
  readonly path?: Path;
  readonly pathRun?: PathRun;
}
