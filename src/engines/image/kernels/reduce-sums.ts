import type { Kernel } from '../../../layout/reading.ts';

/** A direction in which a picture is reduced: from so many pixels to so many, of which `count` from `start` on are wanted. */
export interface ReducingCourse {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly count: number;
  readonly kernel: Kernel;
}

/** Pixels whose places libvips adds up one after the other: so many from `origin` on, and again. */
export interface Run {
  readonly origin: number;
  readonly length: number;
}

/** The sums that the pixels of a course are. */
export interface Sums {
  /** Pixels that become one, as their mean, before anything else. */
  readonly mean: number;
  /** Of these means there are so many. */
  readonly size: number;
  /** The first one that each pixel is the sum of; it may lie beyond the picture. */
  readonly first: Int32Array;
  /** The number of its weights in `weights`. */
  readonly phase: Int32Array;
  /** Weights of a pixel, an even number. */
  readonly taps: number;
  /** Parts of `WEIGHT`, by phase, for all phases that are needed. */
  readonly weights: Int16Array;
}

/** Parts of a weight. */
const WEIGHT = 4096;

/** Places between two pixels for which libvips has weights. */
const PHASES = 64;

/** Means are taken first of as many pixels as leave this much to reduce. */
const GAP = 2;

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI));

/** Libvips' filters, in the order of its sums, and how far they reach. */
const FILTERS: Readonly<Record<Kernel, { readonly reach: number; readonly at: (x: number) => number }>> = {
  linear: { reach: 1, at: (x) => (Math.abs(x) < 1 ? 1 - Math.abs(x) : 0) },
  cubic: {
    reach: 2,
    at: (x) => {
      const near = Math.abs(x);
      const [square, cube] = [near * near, near * near * near];
      if (near <= 1) return (9 * cube - 15 * square + 6) / 6;
      return near <= 2 ? (-3 * cube + 15 * square - 24 * near + 12) / 6 : 0;
    },
  },
  lanczos3: { reach: 3, at: (x) => (x >= -3 && x <= 3 ? sinc(x) * sinc(x / 3) : 0) },
  mks2013: {
    reach: 3,
    at: (x) => {
      const near = Math.abs(x);
      if (near >= 2.5) return 0;
      if (near >= 1.5) return ((near - 2.5) * (near - 2.5)) / -8;
      return near >= 0.5 ? (4 * near * near - 11 * near + 7) / 4 : 17 / 16 - (7 * near * near) / 4;
    },
  },
};

/** Rounds to the even one of two that are as near. */
function roundToEven(value: number): number {
  const nearest = Math.round(value);
  return nearest - value === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
}

/** A course whose weights are wanted: of so many points, of pixels that are `shrink` apart. */
interface Weighing {
  readonly kernel: Kernel;
  readonly points: number;
  readonly shrink: number;
}

/** Puts the weights of a phase into a table from `start` on, cut off to whole parts. */
function putWeights(table: Int16Array, start: number, { kernel, points, shrink }: Weighing, phase: number): void {
  const { at } = FILTERS[kernel];
  const half = phase / PHASES + points / 2 - 1;
  const exact = new Float64Array(points);
  let sum = 0;
  for (let i = 0; i < points; i++) sum += exact[i] = at((i - half) / shrink);
  for (let i = 0; i < points; i++) table[start + i] = Math.trunc(((exact[i] ?? 0) / sum) * WEIGHT);
}

/** The weights of phases in one table, an even number each; those that are zero in all of them are left out. */
function tableOf(phases: readonly number[], weighing: Weighing) {
  const { points } = weighing;
  const all = new Int16Array(phases.length * points);
  for (const [row, phase] of phases.entries()) putWeights(all, row * points, weighing, phase);
  let [skipped, end] = [points, 0];
  for (let i = 0; i < all.length; i++) {
    if (all[i] === 0) continue;
    skipped = Math.min(skipped, i % points);
    end = Math.max(end, (i % points) + 1);
  }
  const taps = Math.ceil((end - skipped) / 2) * 2;
  const weights = new Int16Array(phases.length * taps);
  for (let row = 0; row < phases.length; row++) {
    weights.set(all.subarray(row * points + skipped, row * points + end), row * taps);
  }
  return { skipped, taps, weights };
}

/** The number of pixels of a course that become one first. */
export const meanOf = ({ from, to }: Pick<ReducingCourse, 'from' | 'to'>): number =>
  Math.max(1, Math.floor(from / to / GAP));

/**
 * The sums of a course that reduces, by libvips' arithmetic. Where a pixel lies in the middle between two phases, rounding
 * tells which one it gets, and the run what is rounded.
 */
export function sumsOf(course: ReducingCourse, { origin, length }: Run): Sums {
  const { from, to, start, count, kernel } = course;
  // The factor goes from sharp to libvips, and there and back, as its reciprocal.
  const factor = 1 / (1 / (from / to));
  const mean = meanOf(course);
  const shrink = factor / mean;
  const offset = (1 + (to * factor - from) / mean) / 2 - 1;
  const points = 2 * roundToEven(FILTERS[kernel].reach * shrink) + 1;
  const first = new Int32Array(count);
  const phase = new Int32Array(count);
  const phases: number[] = [];
  const numbers = new Int8Array(PHASES + 1).fill(-1);
  const begin = length === Number.POSITIVE_INFINITY ? start : start - ((start - origin) % length);
  let place = 0;
  for (let i = begin; i < start + count; i++) {
    place = i === begin || (i - origin) % length === 0 ? (i + 0.5) * shrink - 0.5 - offset : place + shrink;
    if (i < start) continue;
    const at = Math.trunc(place);
    const found = ((Math.trunc(place * PHASES * 2) & (PHASES * 2 - 1)) + 1) >> 1;
    if (numbers[found] === -1) numbers[found] = phases.push(found) - 1;
    first[i - start] = at - Math.ceil(points / 2) + 1;
    phase[i - start] = numbers[found] ?? 0;
  }
  const { skipped, taps, weights } = tableOf(phases, { kernel, points, shrink });
  return { mean, size: Math.ceil(from / mean), first: first.map((at) => at + skipped), phase, taps, weights };
}
