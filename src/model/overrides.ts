import type { NormalPoint, NormalRect } from './geometry.ts';

/** What a person said of one master's smart crops, in fractions of the upright master. */
export interface Overrides {
  /** Where crops are centred that have no rectangle of their own, and the swatch. */
  readonly focus?: NormalPoint;
  /** By the name of the crop, case ignored. */
  readonly crops?: Readonly<Record<string, NormalRect>>;
}

/** What follows the name of a master in that of its sidecar. */
export const OVERRIDES_SUFFIX = '.dmx.yaml';

/** The rectangle that a sidecar has for a smart crop. */
export function rectOf({ crops = {} }: Overrides, crop: string): NormalRect | undefined {
  const name = Object.keys(crops).find((own) => own.toLowerCase() === crop.toLowerCase());
  return name === undefined ? undefined : crops[name];
}
