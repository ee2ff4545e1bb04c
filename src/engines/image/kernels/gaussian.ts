import { gaussianReach, gridStep } from '../../../layout/gaussian-reach.ts';
import { convolveRows, type HalfKernels } from './convolve-rows.ts';
import { Ring } from './ring.ts';
import type { BlurredRow, Rows } from './rows.ts';
import { type Arena, SAMPLE } from './simd/arena.ts';
import { AFTER, BEFORE, projected, spreadRows } from './spline-grid.ts';

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

/** At every `step`-th pixel of every `step`-th row: across, then down, put together by a spline. */
function blurOnGrid(arena: Arena, rows: Rows, { across, down }: HalfKernels, step: number): BlurredRow {
  const { kernels } = arena;
  const { width, height, channels } = rows;
  const length = width * channels;
  const [wide, high] = [across.length - 1, down.length - 1];
  const points = BEFORE + Math.ceil(width / step) + AFTER;
  const before = wide + BEFORE * step;
  const after = wide + points * step - width;
  const pixel = channels * SAMPLE;
  const row = arena.takeRow((before + width + after) * channels) + before * pixel;
  const [acrossAt, downAt] = [arena.put(projected(across, step)), arena.put(projected(down, step))];
  const read = (y: number, into: number): void => {
    rows.read(y, row);
    kernels.repeatEnds(row, length, channels, before, after);
    kernels.convolveSparsely(into, row - BEFORE * step * pixel, acrossAt, wide, step * pixel, points, channels);
  };
  const ring = new Ring(arena, { read }, { bytes: points * pixel, height, count: 2 * high + 1 });
  const coarse = arena.takeRow(points * channels);
  return spreadRows(arena, rows, step, (number) => {
    kernels.convolveDown(coarse, ring.from(number * step - high), downAt, high, points * channels);
    return coarse;
  });
}

/**
 * Blurs with a Gaussian of `across` and `down` pixels (sigmas > 0), edges repeated. Wide ones are computed on a grid of
 * every second, third … pixel, so that the time hardly depends on the sigma.
 */
export function gaussianBlur(arena: Arena, rows: Rows, across: number, down = across): BlurredRow {
  const step = gridStep(Math.min(across, down));
  const halves = { across: gaussianWeights(across), down: gaussianWeights(down) };
  return step === 1 ? convolveRows(arena, rows, halves) : blurOnGrid(arena, rows, halves, step);
}
