import { convolve, convolveSparsely, makeSparse, pairUp, TOGETHER, type Walk } from './convolve.ts';
import { makeLaneRows, repeatEnds } from './lane-rows.ts';
import { makeRing } from './ring.ts';
import type { BlurredRow, Rows } from './rows.ts';
import { makeSpline, projected } from './spline-grid.ts';
import { gaussianReach, gridStep } from '../../../layout/gaussian-reach.ts';

/**
 * Half of a normalised Gaussian, the centre first, each weight the mean over three sub-samples of its pixel: a sampled
 * Gaussian is far from a true one below a sigma of one half (ImageMagick integrates the same way).
 */
export function gaussianWeights(sigma: number): Float64Array {
  const reach = gaussianReach(sigma);
  const weights = Float64Array.from({ length: reach + 1 }, (_, at) => {
    const density = (x: number): number => Math.exp(-(x * x) / (2 * sigma * sigma));
    return density(at - 1 / 3) + density(at) + density(at + 1 / 3);
  });
  const sum = weights.reduce((total, weight, at) => total + (at === 0 ? weight : 2 * weight), 0);
  return weights.map((weight) => weight / sum);
}

/** The sum of whole weights: 18 bits beside the 8 of samples are what a lane holds. */
const KERNEL_SUM = 2 ** 18;

/** A half kernel of whole numbers that add up to `WHOLE`. */
function wholeKernel(half: Float64Array): Float64Array {
  const [, ...others] = half;
  // Errors are passed on outwards, so that no two neighbours err alike, and what is left goes to the centre.
  let error = 0;
  const rounded = others.map((weight) => {
    const wanted = weight * KERNEL_SUM + error;
    error = wanted - Math.round(wanted);
    return Math.round(wanted);
  });
  return Float64Array.of(KERNEL_SUM - 2 * rounded.reduce((sum, weight) => sum + weight, 0), ...rounded);
}

/** Half kernels of both directions. */
interface Kernels {
  /** The one that sums up samples, maybe in lanes. */
  readonly first: Float64Array;
  /** The one that sums up those sums. */
  readonly second: Float64Array;
}

/**
 * Kernels for samples in so many lanes: with two of them the first one's weights are whole, and the second makes up for
 * it.
 */
function kernelsFor(count: 1 | 2, first: Float64Array, second: Float64Array): Kernels {
  return count === 1
    ? { first, second }
    : { first: wholeKernel(first), second: second.map((weight) => weight / KERNEL_SUM) };
}

/** `convolve` for a row that may begin and end with nothing, as cut-outs do: nothing comes of that. */
function convolveBetween(into: Float64Array, from: Float64Array, weights: Float64Array, { first, stride }: Walk): void {
  const reach = (weights.length - 1) * stride;
  const block = TOGETHER * stride;
  let begin = 0;
  while (begin < from.length && from[begin] === 0) begin++;
  let end = from.length;
  while (end > begin && from[end - 1] === 0) end--;
  const start = Math.max(0, Math.floor((begin - first - reach) / block) * block);
  const stop = Math.min(into.length, Math.ceil((end - first + reach) / block) * block);
  into.fill(0);
  if (start < stop) convolve(into.subarray(start, stop), from, weights, { first: first + start, stride });
}

/** At every pixel: down in lanes, four rows at a time, then across. */
function blurEveryPixel(rows: Rows, across: Float64Array, down: Float64Array): BlurredRow {
  const { width, height, channels } = rows;
  const lanes = makeLaneRows(rows, { before: 0, after: 0, step: 1 });
  const { first, second } = kernelsFor(lanes.count, down, across);
  const [high, wide] = [pairUp(first), pairUp(second)];
  const size = { length: lanes.length, height, start: 0 };
  const ring = makeRing(lanes.read, { ...size, before: high.length - 1, after: high.length + TOGETHER - 2 });
  const packed = new Float64Array(TOGETHER * lanes.length);
  // Both are as long as whole blocks of pixels are.
  const out = new Float64Array(TOGETHER * Math.ceil(width / TOGETHER) * channels);
  const margin = (wide.length - 1) * channels;
  const padded = new Float64Array(out.length + 2 * margin);
  const inner = padded.subarray(margin);
  let top = -TOGETHER;
  return (y) => {
    if (y >= top + TOGETHER) {
      convolve(packed, ring.rows, high, { first: ring.around(y), stride: lanes.length });
      top = y;
    }
    const row = packed.subarray((y - top) * lanes.length, (y - top + 1) * lanes.length);
    lanes.part(row, inner, lanes.length);
    repeatEnds(padded, margin, width * channels, channels);
    convolveBetween(out, padded, wide, { first: margin, stride: channels });
    return out.subarray(0, width * channels);
  };
}

/** At every `step`-th pixel of every `step`-th row: across in lanes, then down, put together by a spline. */
function blurOnGrid(rows: Rows, across: Float64Array, down: Float64Array, step: number): BlurredRow {
  const { height, channels } = rows;
  const spline = makeSpline(step);
  const { before, after } = makeSparse(across, step);
  const lanes = makeLaneRows(rows, { before: before + spline.before * step, after: after + spline.after * step, step });
  const kernels = kernelsFor(lanes.count, projected(across, step), projected(down, step));
  const [wide, high] = [makeSparse(kernels.first, step), makeSparse(kernels.second, step)];
  // Points of the grid: those of a lane in whole blocks, and those of a row.
  const upper = lanes.columns / step;
  const margin = spline.before + spline.after;
  const packed = new Float64Array(TOGETHER * Math.ceil((upper + margin) / TOGETHER) * channels);
  const length = (lanes.count - 1) * upper * channels + packed.length;
  const row = new Float64Array(lanes.length);
  const fill = (y: number, into: Float64Array): void => {
    lanes.read(y, row);
    convolveSparsely(packed, row, wide, { first: wide.before * channels, stride: channels });
    lanes.part(packed, into, upper * channels);
  };
  const start = -spline.before * step;
  const ring = makeRing(fill, { length, height, before: high.before, after: high.after, start });
  const values = new Float64Array(TOGETHER * length);
  let top = start - TOGETHER * step;
  return spline.spread(rows, (y) => {
    if (y >= top + TOGETHER * step) {
      convolveSparsely(values, ring.rows, high, { first: ring.around(y), stride: length });
      top = y;
    }
    const at = ((y - top) / step) * length;
    return values.subarray(at, at + length);
  });
}

/**
 * Blurs with a Gaussian of `across` and `down` pixels (sigmas > 0), edges repeated. Wide ones are computed on a grid of
 * every second, third … pixel, so that the time hardly depends on the sigma.
 */
export function gaussianBlur(rows: Rows, across: number, down = across): BlurredRow {
  const step = gridStep(Math.min(across, down));
  const [wide, high] = [gaussianWeights(across), gaussianWeights(down)];
  return step === 1 ? blurEveryPixel(rows, wide, high) : blurOnGrid(rows, wide, high, step);
}
