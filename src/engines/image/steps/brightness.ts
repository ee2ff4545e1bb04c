import { makeTable, mapColors } from '../kernels/points.ts';
import type { OperationStep } from './step.ts';

/**
 * `op_brightness`: v + 255 · p / 100, the reference having no formula. An offset is what photo editors of the time did,
 * and makes the ends of the range mean something: −100 is black, 100 white.
 */
export const brightness: OperationStep<'brightness'> = (picture, percent) =>
  mapColors(
    picture,
    makeTable((value) => value + (255 * percent) / 100),
  );
