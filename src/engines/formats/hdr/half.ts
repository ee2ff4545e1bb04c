// IEEE 754, binary16: bits of the fraction; the exponent of 1; that of what is no number.
const FRACTION = 10;
const BIAS = 15;
const ENDLESS = 31;

function valueOf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> FRACTION) & ENDLESS;
  const fraction = half & ((1 << FRACTION) - 1);
  if (exponent === ENDLESS) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** (1 - BIAS - FRACTION);
  return sign * (fraction + (1 << FRACTION)) * 2 ** (exponent - BIAS - FRACTION);
}

/** The values of all floats of 16 bits, by their bits. */
export const halfValues = (): Float32Array => Float32Array.from({ length: 1 << 16 }, (_, half) => valueOf(half));

/** The bits of the float of 16 bits that is nearest to a value, which is one of those that these reach. */
export function halfOf(value: number): number {
  const size = Math.abs(value);
  // Below 2⁻¹⁴ steps stay as they are there.
  const exponent = Math.max(1 - BIAS, Math.floor(Math.log2(size)));
  const steps = Math.round(size / 2 ** (exponent - FRACTION));
  const bits = exponent === 1 - BIAS ? steps : ((exponent + BIAS - 1) << FRACTION) + steps;
  return value < 0 ? 0x8000 | bits : bits;
}
