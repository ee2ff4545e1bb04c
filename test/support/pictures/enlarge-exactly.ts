import type { Kernel } from '../../../src/layout/reading.ts';
import type { Size } from '../../../src/model/geometry.ts';

/** Filters as their authors define them. */
const DEFINED: Readonly<Record<Kernel, (x: number) => number>> = {
  linear: (x) => Math.max(0, 1 - Math.abs(x)),
  cubic: (x) => {
    const d = Math.abs(x);
    if (d < 1) return 1.5 * d ** 3 - 2.5 * d ** 2 + 1;
    return d < 2 ? -0.5 * d ** 3 + 2.5 * d ** 2 - 4 * d + 2 : 0;
  },
  lanczos3: (x) => {
    const sinc = (t: number): number => (t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t));
    return Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0;
  },
  mks2013: (x) => DEFINED.cubic(x),
};

/** The samples of `from` that one of `to` is made of, and their weights, which sum to 1. */
type Parts = readonly (readonly [sample: number, weight: number])[];

/** Samples along one direction by definition: pixels have their centres half a pixel in, edges go on. */
function partsOf(from: number, to: number, kernel: Kernel): readonly Parts[] {
  return Array.from({ length: to }, (_, x) => {
    if (from === to) return [[x, 1]];
    const place = ((x + 0.5) * from) / to - 0.5;
    const first = Math.floor(place) - 3;
    const parts = Array.from({ length: 8 }, (_part, i) => {
      const sample = Math.min(from - 1, Math.max(0, first + i));
      return [sample, DEFINED[kernel](place - first - i)] as const;
    });
    const sum = parts.reduce((total, [, weight]) => total + weight, 0);
    return parts.map(([sample, weight]) => [sample, weight / sum] as const);
  });
}

/** A channel of a picture that is enlarged by definition, in double precision. */
export function enlargeExactly(plane: ArrayLike<number>, size: Size, scaled: Size, kernel: Kernel): Float64Array {
  const [across, down] = [partsOf(size.width, scaled.width, kernel), partsOf(size.height, scaled.height, kernel)];
  const rows = new Float64Array(scaled.width * size.height);
  for (let y = 0; y < size.height; y++) {
    for (const [x, parts] of across.entries()) {
      let sum = 0;
      for (const [sample, weight] of parts) sum += weight * (plane[y * size.width + sample] ?? 0);
      rows[y * scaled.width + x] = sum;
    }
  }
  const enlarged = new Float64Array(scaled.width * scaled.height);
  for (const [y, parts] of down.entries()) {
    for (const [sample, weight] of parts) {
      for (let x = 0; x < scaled.width; x++) {
        enlarged[y * scaled.width + x]! += weight * (rows[sample * scaled.width + x] ?? 0);
      }
    }
  }
  return enlarged;
}

/** The samples of one channel, of those that lie beside each other. */
export const planeOf = (samples: ArrayLike<number>, channels: number, channel: number): number[] =>
  Array.from({ length: samples.length / channels }, (_, i) => samples[i * channels + channel]!);
