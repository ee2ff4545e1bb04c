import type { NormalPoint, NormalRect } from './geometry.ts';
import type { ClipSwatch } from './viewers/clip-swatches.ts';
import type { Marked } from './hotspots.ts';
import type { Metadata } from './manifest/metadata.ts';

/** A person's decisions about one master; places are in fractions of the upright master. */
export interface Overrides extends Marked {
  /** The centre of crops without a rectangle of their own, and of the swatch. */
  readonly focus?: NormalPoint;
  /** By the name of the crop, case ignored. */
  readonly crops?: Readonly<Record<string, NormalRect>>;
  readonly tags?: readonly string[];
  /** Wins over the words in the file, field by field: an empty text, list or rating takes a field away, but for `alt`. */
  readonly metadata?: Metadata;
  /** Shown beside a clip, in step with its time. */
  readonly swatches?: readonly ClipSwatch[];
}

/** Tells whether a sidecar sets the position of smart crops. */
export function placesCrops({ focus, crops }: Overrides): boolean {
  return focus !== undefined || crops !== undefined;
}

/** The ending that follows the name of a master in that of its sidecar. */
export const OVERRIDES_SUFFIX = '.dmx.yaml';

/** The rectangle that a sidecar has for a smart crop. */
export function rectOf({ crops = {} }: Overrides, crop: string): NormalRect | undefined {
  const name = Object.keys(crops).find((own) => own.toLowerCase() === crop.toLowerCase());
  return name === undefined ? undefined : crops[name];
}
