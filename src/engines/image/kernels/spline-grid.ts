import type { BlurredRow, Rows } from './rows.ts';
import { type Arena, SAMPLE } from './simd/arena.ts';

// Values at every few pixels that stand for a smooth picture: the coefficients of a cubic B-spline (Unser, "Splines: a perfect
// fit for signal and image processing", 1999). It suppresses what a grid can not hold far better than a cubic through the
// points, and what it blurs itself is taken off the kernel that makes the coefficients.

/** Columns and rows of the grid that the spline needs ahead of the picture. */
export const BEFORE = 1;
/** And behind the last one that lies before a pixel. */
export const AFTER = 2;

type Four = readonly [number, number, number, number];

/** The four weights of the cubic B-spline at each `step`-th of the way between its second and third coefficient. */
function splineWeights(step: number): readonly Four[] {
  return Array.from({ length: step }, (_, i) => {
    const t = i / step;
    const rest = 1 - t;
    return [
      rest ** 3 / 6,
      (4 - 6 * t * t + 3 * t ** 3) / 6,
      (4 - 6 * rest * rest + 3 * rest ** 3) / 6,
      t ** 3 / 6,
    ] as const;
  });
}

/** The last two of Clenshaw's sums, b₀ and b₁, of coefficients over waves whose argument grows by `radians` (1955). */
function clenshaw(coefficients: Float64Array, radians: number): readonly [number, number] {
  const twice = 2 * Math.cos(radians);
  let last = 0;
  let sum = 0;
  for (let at = coefficients.length - 1; at >= 0; at--) {
    const next = (coefficients[at] ?? 0) + twice * sum - last;
    last = sum;
    sum = next;
  }
  return [sum, last];
}

/** The share that a symmetric half kernel leaves of a wave of that many radians a pixel: w₀ + 2 Σ wₖ cos(k · radians). */
function response(weights: Float64Array, radians: number): number {
  const [sum, last] = clenshaw(weights, radians);
  return 2 * (sum - last * Math.cos(radians)) - (weights[0] ?? 0);
}

/** Σ aₖ cos((k + ½) · radians). */
function halfWaves(coefficients: Float64Array, radians: number): number {
  const [sum, last] = clenshaw(coefficients, radians);
  return (sum - last) * Math.cos(radians / 2);
}

/** Waves for each tap that a kernel is designed at: the transform back needs one. */
const WAVES = 4;

/**
 * The spline's energy in all waves that the grid takes for one of `radians`: by Poisson's sum that of its products with
 * itself, shifted by whole steps. `half` is the spline as a half kernel over pixels.
 */
function energyOf(half: Float64Array, step: number): (radians: number) => number {
  const value = (at: number): number => half[Math.abs(at)] ?? 0;
  const products = Float64Array.from({ length: 4 }, (_, shift) => {
    let sum = 0;
    for (let at = -half.length; at <= half.length; at++) sum += value(at) * value(at + shift * step);
    return step * sum;
  });
  return (radians) => response(products, radians * step);
}

/**
 * The half kernel whose sums, taken at the grid's points and spread by the spline, err least from those of `weights`:
 * the projection onto the spline's space, cut where `weights` are.
 */
export function projected(weights: Float64Array, step: number): Float64Array {
  const spline = splineWeights(step);
  // The spline's pieces right of the centre, from the inner to the outer one.
  const half = Float64Array.from({ length: 2 * step }, (_, at) => (spline[at % step]?.[at < step ? 1 : 0] ?? 0) / step);
  const energy = energyOf(half, step);
  const waves = WAVES * weights.length;
  const wanted = Float64Array.from({ length: waves }, (_, wave) => {
    const radians = ((wave + 0.5) * Math.PI) / waves;
    return (response(weights, radians) * response(half, radians)) / energy(radians);
  });
  const made = weights.map((_weight, at) => halfWaves(wanted, (Math.PI * at) / waves));
  return balanced(made, step);
}

/**
 * A half kernel whose taps add up to the same at every place between the grid's points: cut off as it is, it would let
 * waves as long as a step through, and take them for a change of brightness.
 */
function balanced(half: Float64Array, step: number): Float64Array {
  const sums = new Float64Array(step);
  const place = (at: number): number => ((at % step) + step) % step;
  for (let at = 1 - half.length; at < half.length; at++) {
    sums[place(at)] = (sums[place(at)] ?? 0) + (half[Math.abs(at)] ?? 0);
  }
  return half.map((weight, at) => weight / (step * (sums[place(at)] ?? 1)));
}

/**
 * Rows of every pixel, from coefficient rows of the grid; the first of those, number −1, lies before the picture, and so does
 * the first point of each. `coarse` answers the address of the row of a number, once each, in ascending order.
 */
export function spreadRows(
  arena: Arena,
  { width, channels }: Pick<Rows, 'width' | 'channels'>,
  step: number,
  coarse: (number: number) => number,
): BlurredRow {
  const { kernels } = arena;
  const length = width * channels;
  const weights = arena.put(splineWeights(step).flat());
  const widened = Array.from({ length: 4 }, () => arena.takeRow(length));
  const slotOf = (number: number): number => widened[(number + 4) % 4] ?? 0;
  const table = arena.take(4 * SAMPLE);
  const spread = arena.takeRow(length);
  let made = -BEFORE;
  return (y) => {
    const above = Math.floor(y / step);
    for (; made <= above + AFTER; made++) kernels.widen(slotOf(made), coarse(made), weights, step, width, channels);
    arena.addresses(table, 4).set([above - 1, above, above + 1, above + 2].map(slotOf));
    kernels.weighRows(spread, table, weights + (y % step) * 4 * SAMPLE, length);
    return spread;
  };
}
