import { makeTable, mapColors } from '../kernels/points.ts';
import type { OperationStep } from './step.ts';

/**
 * `op_contrast`: 127.5 + (v − 127.5) · tan((p / 100 + 1) · 45°). The reference fixes middle gray and gives no slope; of
 * this one (GEGL's) p and −p undo each other, −100 is gray and 100 leaves black and white.
 */
export const contrast: OperationStep<'contrast'> = (picture, percent) => {
  const slope = Math.tan(((percent / 100 + 1) * Math.PI) / 4);
  return mapColors(
    picture,
    makeTable((value) => 127.5 + (value - 127.5) * slope),
  );
};
