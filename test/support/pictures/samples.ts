import type { Picture } from '../../../src/engines/picture.ts';

/** The largest difference between two samples of the same place, in levels of 255; the pictures are of one size. */
export function largestDifference(a: Picture, b: Picture): number {
  return a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i]!)), 0);
}

/** The samples of one channel, row by row. */
export function channel({ data, channels }: Picture, index: number): number[] {
  return [...data].filter((_, i) => i % channels === index);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The standard deviation. */
export function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
