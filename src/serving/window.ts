import type { SourceCrop } from '../model/recipe.ts';
import { number, whole } from './argument.ts';
import { MOST_MASTERS, MOST_PIXELS } from './limits.ts';

/** The smallest share that still means a pixel of the largest picture. */
const LEAST_SHARE = 1 / MOST_PIXELS;

/** A window in whole pixels, which may overhang: `crop`, `rgn`. */
export const PIXEL_WINDOW = [
  whole('x', -MOST_PIXELS, MOST_PIXELS),
  whole('y', -MOST_PIXELS, MOST_PIXELS),
  whole('width', 1, MOST_PIXELS),
  whole('height', 1, MOST_PIXELS),
] as const;

/** The same in fractions: `cropN`, `rgnN`. */
export const SHARE_WINDOW = [
  number('x', -MOST_MASTERS, MOST_MASTERS),
  number('y', -MOST_MASTERS, MOST_MASTERS),
  number('width', LEAST_SHARE, MOST_MASTERS),
  number('height', LEAST_SHARE, MOST_MASTERS),
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
