import { convolveRows } from '../kernels/convolve-rows.ts';
import type { BlurredRow, Rows } from '../kernels/rows.ts';
import type { Arena } from '../kernels/simd/arena.ts';

/** One plane of numbers, rows from the top. */
export type Plane = Float32Array;

/** σ of the windows that pictures are compared through. Pixels. */
const SIGMA = 1.5;
/** The taps on either side, beyond which the bell is under a thousandth of its middle. */
const REACH = 5;

const bell = Array.from({ length: REACH + 1 }, (_, at) => Math.exp(-(at * at) / (2 * SIGMA * SIGMA)));
const total = bell.reduce((all, tap, at) => all + (at === 0 ? tap : 2 * tap), 0);
const TAPS = Float64Array.from(bell, (tap) => tap / total);

/** Blurs a plane, rows of one channel, by a Gaussian of σ 1.5; what lies outside of it counts as 0. */
export const blurRows = (arena: Arena, rows: Rows): BlurredRow =>
  convolveRows(arena, rows, { across: TAPS, down: TAPS }, 'nothing');
