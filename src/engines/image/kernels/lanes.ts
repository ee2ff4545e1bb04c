/**
 * Two whole numbers in one double: `lower + upper · LANE`. Sums and whole multiples of such doubles are those of both
 * numbers, at the price of one, and exact as long as each stays within ±2²⁶: doubles hold 53 bits.
 */
export const LANE = 2 ** 27;

/** Exact, and several times faster to multiply by than `LANE` is to divide by. */
const PART = 1 / LANE;

/** So large that a double beside it holds multiples of `LANE` alone: adding it rounds to them. */
const ROUNDING = 1.5 * 2 ** 52 * LANE;

/** Samples in lanes: those from the first on in the lower ones, those from `upper` on in the upper ones. */
export function pack(into: Float64Array, samples: Uint8Array | Uint16Array, upper: number): void {
  const lane = LANE;
  for (let i = 0, j = upper; i < into.length; i++, j++) into[i] = (samples[i] ?? 0) + (samples[j] ?? 0) * lane;
}

/** Takes lanes apart: the lower ones come first in `into`, the upper ones from `upper` on. */
export function unpack(packed: Float64Array, into: Float64Array, upper: number): void {
  // Here and elsewhere: what stands outside of a function is looked up again and again in its loops.
  const [rounding, part] = [ROUNDING, PART];
  for (let i = 0, j = upper; i < packed.length; i++, j++) {
    const value = packed[i] ?? 0;
    const high = value + rounding - rounding;
    into[i] = value - high;
    into[j] = high * part;
  }
}

/** The addition of the upper of two numbers: itself times `LANE`. */
export function upperPart(packed: number): number {
  return packed + ROUNDING - ROUNDING;
}

/** Rounds weights to whole numbers that add up to `whole`; what rounding leaves over goes to the one at `heaviest`. */
export function wholeWeights(weights: readonly number[], whole: number, heaviest: number): readonly number[] {
  const rounded = weights.map((weight) => Math.round(weight * whole));
  const missing = whole - rounded.reduce((sum, weight) => sum + weight, 0);
  return rounded.map((weight, i) => (i === heaviest ? weight + missing : weight));
}
