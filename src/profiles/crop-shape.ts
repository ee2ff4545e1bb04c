import { roundSize, type Size } from '../model/geometry.ts';
import type { CropRow } from './image.ts';
import { lowestTerms, type Ratio } from './ratio.ts';

/** The order of a crop. Sizes in pixels; none = the window's own size. */
export interface CropShape {
  readonly ratio: Ratio;
  readonly size: Size | null;
}

/**
 * Ratio and size of a crop from whatever two of its three fields say; undefined where they do not say enough, or clash.
 */
export function cropShape({ ratio: given, width, height }: CropRow): CropShape | undefined {
  if (width !== undefined && height !== undefined) {
    return given === undefined ? { ratio: lowestTerms(width, height), size: { width, height } } : undefined;
  }
  if (given === undefined) return undefined;
  const [w, h] = given;
  if (width !== undefined) return { ratio: given, size: { width, height: roundSize((width * h) / w) } };
  return { ratio: given, size: height === undefined ? null : { width: roundSize((height * w) / h), height } };
}
