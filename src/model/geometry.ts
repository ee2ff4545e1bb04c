/** Whole pixels, both > 0. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels from the top-left corner. x and y may be negative where a region may overhang. */
export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

/** x, y, width, height as fractions (0…1) of the upright master. */
export type NormalRect = readonly [x: number, y: number, width: number, height: number];

/** x, y as fractions (0…1) of the upright master. */
export type NormalPoint = readonly [x: number, y: number];

/** Rounds half up, never below one pixel: the one rounding rule of sizes (B.6 of the language's reference). */
export function roundSize(value: number): number {
  return Math.max(1, Math.floor(value + 0.5));
}

/**
 * The whole pixels a fraction of the master means: both edges are rounded, so neighbours share theirs, and the
 * rectangle stays inside the master with at least one pixel.
 */
export function toPixels([x, y, width, height]: NormalRect, of: Size): Rect {
  const edge = (fraction: number, length: number): number =>
    Math.min(length, Math.max(0, Math.floor(fraction * length + 0.5)));
  const left = Math.min(edge(x, of.width), of.width - 1);
  const top = Math.min(edge(y, of.height), of.height - 1);
  const right = Math.max(left + 1, edge(x + width, of.width));
  const bottom = Math.max(top + 1, edge(y + height, of.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
