import { number, whole } from './argument.ts';
import { MOST_MASTERS, MOST_PIXELS } from './limits.ts';
import type { SourceCrop } from '../model/recipe/transforms.ts';

/** The smallest share that still means a pixel of the largest picture. */
const LEAST_SHARE = 1 / MOST_PIXELS;

/** A window in whole pixels, which may overhang: `rgn`. */
export const PIXEL_WINDOW = [
  whole('x', -MOST_PIXELS, MOST_PIXELS),
  whole('y', -MOST_PIXELS, MOST_PIXELS),
  whole('width', 1, MOST_PIXELS),
  whole('height', 1, MOST_PIXELS),
] as const;

/** The same as fractions: `cropN`, `rgnN`. */
export const SHARE_WINDOW = [
  number('x', -MOST_MASTERS, MOST_MASTERS),
  number('y', -MOST_MASTERS, MOST_MASTERS),
  number('width', LEAST_SHARE, MOST_MASTERS),
  number('height', LEAST_SHARE, MOST_MASTERS),
] as const;

/** The same, with width or height 0 meaning the rest of the picture from x or y on: `crop`. */
export const PIXEL_CROP = [
  PIXEL_WINDOW[0],
  PIXEL_WINDOW[1],
  whole('width', 0, MOST_PIXELS),
  whole('height', 0, MOST_PIXELS),
] as const;

/** `cropN`: 0 as in `PIXEL_CROP`; what is nearly 0 and is not is no window of any picture. */
export const SHARE_CROP = [
  SHARE_WINDOW[0],
  SHARE_WINDOW[1],
  number('width', 0, MOST_MASTERS),
  number('height', 0, MOST_MASTERS),
] as const;

type Window = readonly [x: number, y: number, width: number, height: number];

export const cropOf = (unit: SourceCrop['unit'], [x, y, width, height]: Window): SourceCrop => ({
  unit,
  x,
  y,
  width,
  height,
});

/** A window's values where it is written in that unit. */
export const windowOf = (unit: SourceCrop['unit'], crop: SourceCrop | undefined): Window | undefined =>
  crop?.unit === unit ? [crop.x, crop.y, crop.width, crop.height] : undefined;
