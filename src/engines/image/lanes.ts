/**
 * Two whole numbers in one double: `lower + upper · LANE`. Sums and whole multiples of such doubles are those of both
 * numbers, at the price of one, and exact as long as each stays within ±2²⁶: doubles hold 53 bits. Samples go in less
 * half of their range, so that they take one bit less.
 */
export const LANE = 2 ** 27;

/** Exact, and several times faster to multiply by than `LANE` is to divide by. */
const PART = 1 / LANE;

export function upperLane(packed: number): number {
  return Math.floor(packed * PART + 0.5);
}

/** Rounds weights to whole numbers that add up to `whole`; what rounding leaves over goes to the one at `heaviest`. */
export function wholeWeights(weights: readonly number[], whole: number, heaviest: number): readonly number[] {
  const rounded = weights.map((weight) => Math.round(weight * whole));
  const missing = whole - rounded.reduce((sum, weight) => sum + weight, 0);
  return rounded.map((weight, i) => (i === heaviest ? weight + missing : weight));
}
