import { withSamples } from '../points.ts';
import { premultiply, unpremultiply } from '../premultiplied.ts';
import { negate, spreadPartly } from '../spread.ts';
import type { Step } from './step.ts';

/**
 * `op_grow`: each component becomes the largest of its neighbourhood, the smallest where negative. That is a square, as
 * in photo editors' "maximum" and "minimum"; its radius counts in pixels of the composite, and parts of a pixel of the
 * view are interpolated.
 */
export const grow: Step = (picture, { recipe, ratio }) => {
  const pixels = recipe.operations?.grow;
  if (pixels === undefined) return picture;
  const bytes = premultiply(picture);
  const samples = new Uint8Array(bytes.buffer);
  const table = { samples, rowLength: picture.width * picture.channels, channels: picture.channels };
  if (pixels < 0) negate(samples);
  spreadPartly(table, { across: Math.abs(pixels) * ratio.across, down: Math.abs(pixels) * ratio.down });
  if (pixels < 0) negate(samples);
  unpremultiply(bytes, picture.channels);
  return withSamples(picture, bytes);
};
