import { wholeWeights } from './lanes.ts';

/**
 * Places between two pixels for which weights are kept: half a level of 255 between neighbours at the steepest edge.
 */
export const PHASES = 256;

/** The sum of whole weights: 9 bits in each direction beside the 8 of samples, and a little for weights below 0. */
export const WEIGHT_SUM = 512;

/** Catmull-Rom's cubic (a = −½) at a distance in pixels. */
function cubic(distance: number): number {
  if (distance >= 2) return 0;
  if (distance >= 1) return -0.5 * distance ** 3 + 2.5 * distance ** 2 - 4 * distance + 2;
  return 1.5 * distance ** 3 - 2.5 * distance ** 2 + 1;
}

const linear = (distance: number): number => Math.max(0, 1 - distance);
/** In the middle between two the latter one. */
const nearest = (distance: number): number => (distance < 0.5 ? 1 : 0);

function tapsOf(kernel: (distance: number) => number): Float64Array {
  return Float64Array.from(
    Array.from({ length: PHASES + 1 }, (_, phase) => {
      const t = phase / PHASES;
      return wholeWeights([kernel(1 + t), kernel(t), kernel(1 - t), kernel(2 - t)], WEIGHT_SUM, t < 0.5 ? 1 : 2);
    }).flat(),
  );
}

const KERNELS = { nearest, linear, cubic } as const;
const made = new Map<keyof typeof KERNELS, Float64Array>();

/** The four whole weights of a kernel for each phase, `WEIGHT_SUM` together; made when they are first asked for. */
export function tapsFor(name: keyof typeof KERNELS): Float64Array {
  const known = made.get(name);
  if (known) return known;
  const taps = tapsOf(KERNELS[name]);
  made.set(name, taps);
  return taps;
}
