/** A profile of colours that recipes name, as a file. */
export interface FoundProfile {
  /** Its name in recipes. */
  readonly name: string;
  /** Absolute, on this machine. */
  readonly file: string;
  readonly sha256: string;
  /** Whose file it is: named or put there by the user, of the operating system, or the package's own. */
  readonly from: 'yours' | 'system' | 'package';
  /** It stands for another profile than the one that is named. */
  readonly instead?: string;
}

/** Why a profile that recipes name can not be used: that fails the renditions that need it, and no other one. */
interface MissingProfile {
  readonly name: string;
  /** The thing that is there instead. */
  readonly got: string;
}

/** The result of looking up a profile that a recipe names. */
export type NamedFile = FoundProfile | MissingProfile;

/** The profiles that recipes name, each once. */
export function eachProfile(found: readonly NamedFile[]): { readonly colors?: readonly NamedFile[] } {
  const byName = new Map(found.map((one) => [one.name, one]));
  return byName.size === 0 ? {} : { colors: [...byName.values()] };
}
