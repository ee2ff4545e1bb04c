import { makeRing } from '../kernels/ring.ts';
import { type Arena, SAMPLE } from '../kernels/simd/arena.ts';

/** One plane of numbers, rows from the top. */
export type Plane = Float32Array;

/** A plane that is made row by row in the kernels' memory. */
export interface PlaneRows {
  readonly width: number;
  readonly height: number;
  readonly read: (y: number, into: number) => void;
}

/** σ of the windows that pictures are compared through. Pixels. */
const SIGMA = 1.5;
/** The taps on either side, beyond which the bell is under a thousandth of its middle. */
const REACH = 5;

const bell = Array.from({ length: REACH + 1 }, (_, at) => Math.exp(-(at * at) / (2 * SIGMA * SIGMA)));
const total = bell.reduce((all, tap, at) => all + (at === 0 ? tap : 2 * tap), 0);
const TAPS = bell.map((tap) => tap / total);

/**
 * Blurs a plane by a Gaussian of σ 1.5; what lies outside of it counts as 0. Answers the address of a row, in ascending order,
 * which is valid until the next is asked for.
 */
export function blurRows(arena: Arena, { width, height, read }: PlaneRows): (y: number) => number {
  const { kernels } = arena;
  const taps = arena.put(TAPS);
  const beyond = arena.takeRow(width);
  kernels.clear(beyond, width * SAMPLE);
  const around = makeRing(arena, read, { length: width, height, reach: REACH, beyond });
  const margin = REACH * SAMPLE;
  const padded = arena.takeRow(width + 2 * REACH) + margin;
  const blurred = arena.takeRow(width);
  kernels.clear(padded - margin, margin);
  return (y) => {
    kernels.convolveDown(padded, around(y), taps, REACH, width);
    kernels.clear(padded + width * SAMPLE, margin);
    kernels.convolveAcross(blurred, padded, taps, REACH, SAMPLE, width);
    return blurred;
  };
}
