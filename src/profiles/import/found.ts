/** A preset as a file of another system holds it. */
export interface FoundPreset {
  /** As it is called there; any text. */
  readonly name: string;
  /** Modifier text; it may name other presets of the file. */
  readonly text: string;
}

/** A file to take presets from. */
export interface ForeignFile {
  /** Its path, `/`-separated: packages of AEM name a preset by the folder it lies in. */
  readonly name: string;
  readonly text: string;
}
