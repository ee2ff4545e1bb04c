import type { ImageFacts, MasterStat } from '../asset.ts';

/** A file that recipes name beside the master they are about: another picture of the library. */
export interface ReferencedImage {
  /** Its name in recipes. */
  readonly object: string;
  /** Below the library, as that spells it; in a LocalJob the absolute path of the file on this machine. */
  readonly file: string;
  readonly stat: MasterStat;
  readonly sha256: string;
  readonly facts: ImageFacts;
  /** Values that the variables of a drawing get before it is drawn, by name. */
  readonly values?: Readonly<Record<string, string>>;
}

/** Why what a recipe names can not be used: that fails its rendition, and no other one. */
export interface MissingImage {
  readonly object: string;
  /** The thing that is there instead. */
  readonly got: string;
}

/** An object that a recipe names beside its master, as it was found. */
export type FoundImage = ReferencedImage | MissingImage;

/** Stands for the asset path in the path of an object: reference A.4. */
const ASSET = '$object$';

/** The sign that parts the name of a drawing from the values that it gets, in the name of what it becomes. */
const VALUES = '?';

/** The name of what a drawing becomes with values, in which there is no `?`. */
export const filledName = (drawing: string, values: string): string => `${drawing}${VALUES}${values}`;

/** The drawing that an object is with values, by its name; undefined for names without any. */
export function drawingOf(object: string): string | undefined {
  const end = object.lastIndexOf(VALUES);
  return end < 0 ? undefined : object.slice(0, end);
}

/** The place of an object below the library, for one asset. */
export function referencePath(object: string, asset: string): string {
  return object.split(ASSET).join(asset);
}

/** The pictures that recipes name beside their master, each once. */
export function eachReference(found: readonly FoundImage[]): { readonly references?: readonly FoundImage[] } {
  const byName = new Map(found.map((one) => [one.object, one]));
  return byName.size === 0 ? {} : { references: [...byName.values()] };
}
