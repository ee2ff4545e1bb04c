import { cubic, type Filter, linear, nearest } from './filters.ts';

/**
 * Places between two pixels for which weights are kept: half a level of 255 between neighbours at the steepest edge.
 */
export const PHASES = 256;

/** Neighbours in each direction that a pixel is the sum of. */
export const TAPS = 4;

/** The sum of whole weights, of which floats hold every part: plain colours come out as they are. */
const WEIGHT_SUM = 512;

/** Rounds weights to parts of `WEIGHT_SUM` that add up to one; what rounding leaves over goes to the one at `heaviest`. */
function balanced(weights: readonly number[], heaviest: number): readonly number[] {
  const rounded = weights.map((weight) => Math.round(weight * WEIGHT_SUM));
  const missing = WEIGHT_SUM - rounded.reduce((sum, weight) => sum + weight, 0);
  return rounded.map((weight, i) => (i === heaviest ? weight + missing : weight) / WEIGHT_SUM);
}

function tapsOf(kernel: Filter): Float32Array {
  return Float32Array.from(
    Array.from({ length: PHASES + 1 }, (_, phase) => {
      const t = phase / PHASES;
      return balanced([kernel(1 + t), kernel(t), kernel(1 - t), kernel(2 - t)], t < 0.5 ? 1 : 2);
    }).flat(),
  );
}

const KERNELS = { nearest, linear, cubic } as const;
const made = new Map<keyof typeof KERNELS, Float32Array>();

/** The `TAPS` weights of a kernel for each phase, one together; made when they are first asked for. */
export function tapsFor(name: keyof typeof KERNELS): Float32Array {
  const known = made.get(name);
  if (known) return known;
  const taps = tapsOf(KERNELS[name]);
  made.set(name, taps);
  return taps;
}
