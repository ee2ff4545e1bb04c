import type { Rect, Size } from '../model/geometry.ts';

/** Resampling filters, by libvips' names. */
export type Kernel = 'linear' | 'cubic' | 'lanczos3' | 'mks2013';

/** The reading: the picture scaled to `scaled`, of which only `window` is wanted. */
export interface Reading {
  readonly scaled: Size;
  /** Inside `scaled`. */
  readonly window: Rect;
  readonly kernel: Kernel;
}

export function sameSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

export function wholeOf({ width, height }: Size): Rect {
  return { x: 0, y: 0, width, height };
}

/** Rectangles that are the same have the same text. */
export function rectKey({ x, y, width, height }: Rect): string {
  return [x, y, width, height].join();
}

/** Readings of the same scaled picture have the same text: their windows may be cut from one. */
export function scaleKey({ scaled, kernel }: Reading): string {
  return [scaled.width, scaled.height, kernel].join();
}

/** Readings that are the same pixels have the same text. */
export function readingKey(reading: Reading): string {
  return `${scaleKey(reading)},${rectKey(reading.window)}`;
}
