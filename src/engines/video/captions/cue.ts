/** One text and when it is shown. Seconds from the start, `end` after `start`. */
export interface Cue {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  /** Settings as WebVTT spells them: `align:start line:85%`. */
  readonly settings: readonly string[];
  /** Lines with the tags of WebVTT, clean. */
  readonly text: string;
}

/** Something in a file of captions that was left out, and where. */
export interface CueProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** The content of a file of captions. */
export interface Captions {
  /** In the order of their beginnings. */
  readonly cues: readonly Cue[];
  /** Bodies of STYLE blocks. */
  readonly styles: readonly string[];
  /** Bodies of REGION blocks. */
  readonly regions: readonly string[];
  readonly problems: readonly CueProblem[];
  /** The thing of which there is so much that it was not read to its end: `cues`; null = all was read. */
  readonly tooMany: string | null;
}
