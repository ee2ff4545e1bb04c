import type { BlurredRow, Rows } from './rows.ts';

/**
 * Values at every few pixels that stand for a smooth picture: the coefficients of a cubic B-spline (Unser, "Splines: a
 * perfect fit for signal and image processing", 1999). It suppresses what a grid can not hold far better than a cubic
 * through the points, and what it blurs itself is taken off the kernel that makes the coefficients.
 */
export interface Spline {
  /** Columns and rows of the grid that it needs ahead of the picture. */
  readonly before: 1;
  /** And behind it. */
  readonly after: 2;
  /** Rows of every pixel from rows of the grid's columns. */
  readonly spread: (rows: Pick<Rows, 'width' | 'channels'>, coarse: BlurredRow) => BlurredRow;
}

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

/** The share that a symmetric half kernel leaves of a wave of that many radians a pixel. */
function response(weights: Float64Array, radians: number): number {
  return weights.reduce((sum, weight, at) => sum + (at === 0 ? weight : 2 * weight * Math.cos(at * radians)), 0);
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
  const made = weights.map((_weight, at) =>
    wanted.reduce((sum, value, wave) => sum + value * Math.cos(((wave + 0.5) * Math.PI * at) / waves), 0),
  );
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

const at = (samples: Float64Array, i: number): number => samples[i] ?? 0;

/** A row of the grid's columns as a row of every column. */
function widen(into: Float64Array, from: Float64Array, spline: readonly Four[], channels: number): void {
  const pixel = spline.length * channels;
  const [one, two, three] = [channels, 2 * channels, 3 * channels];
  spline.forEach(([w0, w1, w2, w3], phase) => {
    for (let c = 0; c < channels; c++) {
      for (let to = phase * channels + c, i = c; to < into.length; to += pixel, i += channels) {
        into[to] = w0 * at(from, i) + w1 * at(from, i + one) + w2 * at(from, i + two) + w3 * at(from, i + three);
      }
    }
  });
}

/** Two rows, one behind the other, from the same four, which begin at `starts`: what is loaded once counts twice. */
function mixTwo(into: Float64Array, rows: Float64Array, [s0, s1, s2, s3]: Four, upper: Four, lower: Four): void {
  const [u0, u1, u2, u3] = upper;
  const [l0, l1, l2, l3] = lower;
  for (let i = 0, j = into.length / 2; j < into.length; i++, j++) {
    const a = at(rows, s0 + i);
    const b = at(rows, s1 + i);
    const c = at(rows, s2 + i);
    const d = at(rows, s3 + i);
    into[i] = u0 * a + u1 * b + u2 * c + u3 * d;
    into[j] = l0 * a + l1 * b + l2 * c + l3 * d;
  }
}

const NONE: Four = [0, 0, 0, 0];

function spreadRows(
  spline: readonly Four[],
  { width, channels }: Pick<Rows, 'width' | 'channels'>,
  coarse: BlurredRow,
): BlurredRow {
  const step = spline.length;
  const length = width * channels;
  // Four widened rows by their number modulo four; the first one is that before the picture.
  const widened = new Float64Array(4 * length);
  const start = (number: number): number => ((number + 4) % 4) * length;
  const both = new Float64Array(2 * length);
  const [upper, lower] = [both.subarray(0, length), both.subarray(length)];
  let made = -1;
  let mixed = -1;
  return (y) => {
    const above = Math.floor(y / step);
    for (; made <= above + 2; made++) {
      widen(widened.subarray(start(made), start(made) + length), coarse(made * step), spline, channels);
    }
    const phase = y % step;
    const second = phase % 2;
    if (mixed !== y - second) {
      mixed = y - second;
      const starts = [start(above - 1), start(above), start(above + 1), start(above + 2)] as const;
      mixTwo(both, widened, starts, spline[phase - second] ?? NONE, spline[phase - second + 1] ?? NONE);
    }
    return second === 0 ? upper : lower;
  };
}

/** The spline of a grid of every `step`-th pixel. */
export function makeSpline(step: number): Spline {
  const spline = splineWeights(step);
  return { before: 1, after: 2, spread: (rows, coarse) => spreadRows(spline, rows, coarse) };
}
