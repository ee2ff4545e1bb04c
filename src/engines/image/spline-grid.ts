import type { BlurredRow, Rows } from './rows.ts';

/**
 * Values at every few pixels that stand for a smooth picture: the coefficients of a cubic B-spline (Unser, "Splines: a
 * perfect fit for signal and image processing", 1999). It suppresses what a grid can not hold far better than a cubic
 * through the points, and what it blurs itself is taken off the kernel that makes the coefficients.
 */
export interface Grid {
  /** Coarse columns and rows that begin before the picture. */
  readonly before: number;
  /** Coarse columns in all. */
  readonly columns: number;
  /** The half kernel, centre first, whose sums the spline turns into those of the half kernel given. */
  readonly project: (weights: Float64Array) => Float64Array;
  /** Rows of every pixel from rows of coarse columns, at coarse rows. */
  readonly spread: (coarse: BlurredRow) => BlurredRow;
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

/** What a symmetric half kernel leaves of a wave of that many radians a pixel. */
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
function projected(weights: Float64Array, spline: readonly Four[]): Float64Array {
  const step = spline.length;
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

/** A row of coarse columns as a row of every column. */
function widen(into: Float32Array, from: Float32Array, spline: readonly Four[], channels: number): void {
  const pixel = spline.length * channels;
  spline.forEach(([w0, w1, w2, w3], phase) => {
    for (let c = 0; c < channels; c++) {
      for (let to = phase * channels + c, at = c; to < into.length; to += pixel, at += channels) {
        const left = w0 * (from[at] ?? 0) + w1 * (from[at + channels] ?? 0);
        into[to] = left + w2 * (from[at + 2 * channels] ?? 0) + w3 * (from[at + 3 * channels] ?? 0);
      }
    }
  });
}

/** into = Σ weights · rows, where row `i` of the four begins at `starts[i]`. */
function mix(into: Float32Array, rows: Float32Array, [s0, s1, s2, s3]: Four, [w0, w1, w2, w3]: Four): void {
  for (let i = 0; i < into.length; i++) {
    const upper = w0 * (rows[s0 + i] ?? 0) + w1 * (rows[s1 + i] ?? 0);
    into[i] = upper + w2 * (rows[s2 + i] ?? 0) + w3 * (rows[s3 + i] ?? 0);
  }
}

function spreadRows({ width, channels }: Rows, spline: readonly Four[], coarse: BlurredRow): BlurredRow {
  const step = spline.length;
  const samples = width * channels;
  // Four widened rows by their number modulo four; the first one is that before the picture.
  const rows = new Float32Array(4 * samples);
  const start = (number: number): number => ((number + 4) % 4) * samples;
  const out = new Float32Array(samples);
  let made = -1;
  return (y) => {
    const above = Math.floor(y / step);
    for (; made <= above + 2; made++) {
      widen(rows.subarray(start(made), start(made) + samples), coarse(made * step), spline, channels);
    }
    const weights = spline[y % step] ?? [0, 0, 0, 0];
    mix(out, rows, [start(above - 1), start(above), start(above + 1), start(above + 2)], weights);
    return out;
  };
}

/** The grid of every `step`-th pixel of a picture; of every pixel it is the picture itself. */
export function makeGrid(rows: Rows, step: number): Grid {
  if (step === 1) {
    return { before: 0, columns: rows.width, project: (weights) => weights, spread: (coarse) => coarse };
  }
  const spline = splineWeights(step);
  return {
    before: 1,
    columns: Math.ceil(rows.width / step) + 3,
    project: (weights) => projected(weights, spline),
    spread: (coarse) => spreadRows(rows, spline, coarse),
  };
}
