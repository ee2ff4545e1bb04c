/** A preset as a file of another system holds it. */
export interface FoundPreset {
  /** The preset's name in the source system; any text. */
  readonly name: string;
  /** Modifier text; it may name other presets of the file. */
  readonly text: string;
  /** Present for modifiers from URLs, which have no other name. `crops`: smart crops requested with them. */
  readonly address?: { readonly crops: readonly string[] };
}

/** A line that is no preset though it is not meant to be none, as headings and comments are. */
export interface Stray {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** The content of a file of another system. */
export interface Found {
  readonly presets: readonly FoundPreset[];
  readonly strays: readonly Stray[];
}

/** A file to take presets from. */
export interface ImportFile {
  /** Its path, `/`-separated: packages of AEM name a preset by the folder it lies in. */
  readonly name: string;
  readonly text: string;
}
