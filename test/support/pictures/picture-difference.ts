import type { Picture } from '../../../src/engines/picture.ts';

/** How far two pictures of one size lie apart, in levels of 255. */
export interface PictureDifference {
  readonly mean: number;
  /** 99 of 100 samples differ by at most this. */
  readonly p99: number;
}

/** Undefined where sizes or channels differ: such pictures can not be compared. */
export function pictureDifference(a: Picture, b: Picture): PictureDifference | undefined {
  if (a.width !== b.width || a.height !== b.height || a.channels !== b.channels) return undefined;
  const counts = new Uint32Array(256);
  for (let i = 0; i < a.data.length; i++) counts[Math.abs(a.data[i]! - b.data[i]!)]!++;
  const sum = counts.reduce((total, count, difference) => total + count * difference, 0);
  let p99 = 0;
  for (let seen = counts[0]!; seen < 0.99 * a.data.length; seen += counts[++p99]!);
  return { mean: sum / a.data.length, p99 };
}

/** Peak signal-to-noise ratio in decibels; Infinity for equal pictures. */
export function psnr(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum === 0 ? Infinity : 10 * Math.log10((255 * 255 * a.length) / sum);
}
