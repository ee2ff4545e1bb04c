import { makeTable, mapColors } from '../kernels/points.ts';
import type { CompositeStep } from './step.ts';

const NEGATIVE = makeTable((value) => 255 - value);

/** `op_invert`: 255 − v for every colour; the reference calls it the negative of each component. */
export const invert: CompositeStep<'invert'> = (picture) => mapColors(picture, NEGATIVE);
