import type { Rect, Size } from '../model/geometry.ts';
import { levelSize } from '../model/level.ts';

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

const rightZeroBits = (number: number): number => 31 - Math.clz32(number & -number);

/** Positions between two pixels for which libvips has filters are 2^6. */
const FILTER_BITS = 6;

/**
 * Tells whether rows that are scaled down may lie in the middle between two of libvips' filters. libvips adds up the places of rows
 * within a strip, and strips of files and of memory differ: which of both filters it takes then follows from rounding, and samples
 * of one row in some differ by one (960×641 to 480×320: one sample in a thousand). Heights are those of the stored picture. 64 · (2y + 1) ·
 * from / to is odd for some row y if `to` has six factors of two more than `from`: no other sizes were found to differ (900 tried).
 */
export function areRowsTied(from: number, to: number): boolean {
  return to < from && rightZeroBits(to) === rightZeroBits(from) + FILTER_BITS;
}

/**
 * Tells whether a level of a picture may be but a file while the levels below it are made: no rendition is drawn of it, and the next
 * one has the bytes that it has of pixels in memory.
 */
export function isPassedBy(size: Size, number: number, wanted: ReadonlySet<number>): boolean {
  const [height, below] = [number, number + 1].map((one) => levelSize(size, one).height);
  const isLast = Math.max(...wanted) <= number;
  return !isLast && !wanted.has(number) && !areRowsTied(height ?? 0, below ?? 0);
}
