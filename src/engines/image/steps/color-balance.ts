import { makeTable, mapColors } from '../kernels/points.ts';
import type { OperationStep } from './step.ts';

/** `op_colorbalance`: v + 255 · p / 100 for each colour by its own p; the reference says "offset" and no more. */
export const colorBalance: OperationStep<'colorBalance'> = (picture, offsets) => {
  const [red, green, blue] = offsets.map((percent) => makeTable((value) => value + (255 * percent) / 100));
  return red ? mapColors(picture, red, green, blue) : picture;
};
