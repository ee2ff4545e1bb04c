import type { Noise } from '../../../model/recipe/noise.ts';
import { redrawRows } from '../kernels/redraw-rows.ts';
import type { OperationStep } from './step.ts';

/** The standard deviation of the sum of four even bytes. */
const DEVIATION = Math.sqrt((4 * (256 ** 2 - 1)) / 12);

/** Levels of noise for each unit of the kernel's samples: sums of bytes for gaussian noise, else shares of 2³¹ either way. */
function scaleOf({ amount, distribution }: Noise): number {
  const most = (255 * amount) / 100;
  return distribution === 'gaussian' ? most / 2 / DEVIATION : most / 2 ** 31;
}

/**
 * `op_noise`: the amount is the largest deviation of even noise and two standard deviations of gaussian noise, which
 * thus look alike; the reference gives percents and no more. Every place of the composite has its own value, so the
 * same recipe makes the same bytes, whatever part of it is seen. What is clear stays clear.
 */
export const noise: OperationStep<'noise'> = (picture, noisy, { canvas }) => {
  const { width, channels } = picture;
  const scale = scaleOf(noisy);
  const isGaussian = noisy.distribution === 'gaussian';
  const data = redrawRows(picture, channels, ({ kernels }) => (row, _from, y) => {
    kernels.addNoise(row, width, channels, canvas.x, canvas.y + y, scale, isGaussian, noisy.monochrome);
  });
  return { ...picture, data };
};
