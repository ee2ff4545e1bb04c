/** A font by the words that texts have for it: the family, and which of its four styles. An empty name is the usual one. */
export interface FontName {
  readonly name: string;
  readonly bold: boolean;
  readonly italic: boolean;
}

/** A font that texts name, as a file. */
export interface FoundFont extends FontName {
  /** Absolute, on this machine. */
  readonly file: string;
  /** Its place in a collection of fonts, from 0. */
  readonly index: number;
  readonly sha256: string;
  /** Size of the file, and of the unpacked font. */
  readonly bytes: number;
}

/** Why a font that texts name cannot be used: that fails the renditions that need it, and no other one. */
interface MissingFont extends FontName {
  /** The thing that is there instead. */
  readonly got: string;
  /** The family whose name comes nearest. */
  readonly nearest?: string;
}

/** The result of looking up a font that a text names. */
export type NamedFont = FoundFont | MissingFont;

/** Equal for the same font, in whichever case its name is written. */
export const fontKey = ({ name, bold, italic }: FontName): string =>
  `${name.trim().toLowerCase()}${bold ? ' bold' : ''}${italic ? ' italic' : ''}`;

/** The fonts that texts name, each once. */
export function eachFont(found: readonly NamedFont[]): { readonly fonts?: readonly NamedFont[] } {
  const byName = new Map(found.map((one) => [fontKey(one), one]));
  return byName.size === 0 ? {} : { fonts: [...byName.values()] };
}
