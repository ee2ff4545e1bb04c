import type { CompositeScale } from '../../../layout/reach.ts';
import { premultiply, unpremultiply } from '../kernels/premultiplied.ts';
import { type Samples, spread } from '../kernels/dilate.ts';
import type { OperationStep } from './step.ts';

/** Spreads what is largest, or smallest below 0, by pixels of the composite, in place. */
export function growSamples(samples: Samples, pixels: number, ratio: CompositeScale): void {
  spread(samples, { across: pixels * ratio.across, down: pixels * ratio.down });
}

/**
 * `op_grow`: each component becomes the largest of its neighbourhood, the smallest where negative. That is a square, as
 * in photo editors' "maximum" and "minimum"; its radius counts in pixels of the composite, and parts of a pixel of the
 * view are interpolated.
 */
export const grow: OperationStep<'grow'> = (picture, pixels, { ratio }) => {
  const grown = premultiply(picture);
  growSamples({ ...grown, bytes: grown.data }, pixels, ratio);
  unpremultiply(grown);
  return grown;
};
