import { makeTable, mapColors } from '../kernels/points.ts';
import type { OperationStep } from './step.ts';

const NEGATIVE = makeTable((value) => 255 - value);

/** `op_invert`: 255 − v for every colour; the reference calls it the negative of each component. */
export const invert: OperationStep<'invert'> = (picture) => mapColors(picture, NEGATIVE);
