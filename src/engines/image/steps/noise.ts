import type { Noise } from '../../../model/recipe/noise.ts';
import { hashPlace } from '../kernels/hash-place.ts';
import { withSamples } from '../kernels/points.ts';
import type { OperationStep } from './step.ts';

/** Four bytes, their mean and their standard deviation: the sum of four even variables is nearly normal. */
const sumOfBytes = (bits: number): number =>
  (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
const MEAN = 4 * 127.5;
const DEVIATION = Math.sqrt((4 * (256 ** 2 - 1)) / 12);

/** A sample of noise at a place, in levels. */
function sampler({ amount, distribution }: Noise): (x: number, y: number, salt: number) => number {
  const most = (255 * amount) / 100;
  if (distribution === 'gaussian') {
    const scale = most / 2 / DEVIATION;
    return (x, y, salt) => scale * (sumOfBytes(hashPlace(x, y, salt)) - MEAN);
  }
  // Of a share of 2³¹ either way.
  const scale = most / 2 ** 31;
  return (x, y, salt) => scale * hashPlace(x, y, salt);
}

/**
 * `op_noise`: the amount is the largest deviation of even noise and two standard deviations of gaussian noise, which
 * thus look alike; the reference gives percents and no more. Every place of the composite has its own value, so the
 * same recipe makes the same bytes, whatever part of it is seen. What is clear stays clear.
 */
export const noise: OperationStep<'noise'> = (picture, noisy, { canvas }) => {
  const { data, width, height, channels } = picture;
  const out = new Uint8ClampedArray(data);
  const sample = sampler(noisy);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += channels) {
      const first = sample(canvas.x + x, canvas.y + y, 0);
      out[i] = (data[i] ?? 0) + first;
      out[i + 1] = (data[i + 1] ?? 0) + (noisy.monochrome ? first : sample(canvas.x + x, canvas.y + y, 1));
      out[i + 2] = (data[i + 2] ?? 0) + (noisy.monochrome ? first : sample(canvas.x + x, canvas.y + y, 2));
    }
  }
  return withSamples(picture, out);
};
