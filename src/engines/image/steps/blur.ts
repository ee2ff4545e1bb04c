import { gaussianBlur } from '../kernels/gaussian.ts';
import { makeRowWriter, type Raster, rowsOf } from '../kernels/raster.ts';
import { openArena } from '../kernels/simd/arena.ts';
import { blurSigma, type CompositeScale } from '../../../layout/reach.ts';
import type { OperationStep } from './step.ts';

/** A sigma under which nothing changes: neighbours weigh less than half a level of 255. */
const LEAST_SIGMA = 0.15;

/** A raster blurred by a radius in pixels of the composite, or the very same one where nothing would change. */
export function blurRaster<R extends Raster>(raster: R, radius: number, ratio: CompositeScale): R {
  const [across, down] = [blurSigma(radius, ratio.across), blurSigma(radius, ratio.down)];
  if (Math.max(across, down) < LEAST_SIGMA) return raster;
  const arena = openArena();
  const blurred = gaussianBlur(arena, rowsOf(arena, raster), across, down);
  const { data, write } = makeRowWriter(arena, raster);
  for (let y = 0; y < raster.height; y++) write(y, blurred(y));
  return { ...raster, data };
}

/**
 * `op_blur`: a Gaussian with half of the radius, in pixels of the composite, as standard deviation. The reference does
 * not say which kernel; a Gaussian is what its feathered shadows look like. Colours are blurred multiplied by alpha.
 */
export const blur: OperationStep<'blur'> = (picture, radius, { ratio }) => {
  const { data } = blurRaster({ ...picture, alpha: picture.channels === 4 }, radius, ratio);
  return { ...picture, data };
};
