/** Separable blend function: composites one channel of the source over the backdrop. Values are not premultiplied. */
type Blend = (above: number, below: number) => number;

const multiply: Blend = (s, b) => s * b;
const screen: Blend = (s, b) => s + b - s * b;
const hardLight: Blend = (s, b) => (s <= 0.5 ? multiply(2 * s, b) : screen(2 * s - 1, b));

function softLight(s: number, b: number): number {
  if (s <= 0.5) return b - (1 - 2 * s) * b * (1 - b);
  const d = b <= 0.25 ? ((16 * b - 12) * b + 4) * b : Math.sqrt(b);
  return b + (2 * s - 1) * (d - b);
}

/** Modes that blend colours where both are, by their numbers in HarfBuzz (W3C Compositing and Blending). */
const BLENDS: Readonly<Partial<Record<number, Blend>>> = {
  13: screen,
  14: (s, b) => hardLight(b, s),
  15: Math.min,
  16: Math.max,
  17: (s, b) => (b === 0 ? 0 : s >= 1 ? 1 : Math.min(1, b / (1 - s))),
  18: (s, b) => (b >= 1 ? 1 : s <= 0 ? 0 : 1 - Math.min(1, (1 - b) / s)),
  19: hardLight,
  20: softLight,
  21: (s, b) => Math.abs(s - b),
  22: (s, b) => s + b - 2 * s * b,
  23: multiply,
};

/** The shares of what lies above and below (Porter and Duff), by the alphas of both. */
type Shares = (above: number, below: number) => readonly [above: number, below: number];

const OVER: Shares = (s) => [1, 1 - s];
const SHARES: readonly Shares[] = [
  () => [0, 0],
  () => [1, 0],
  () => [0, 1],
  OVER,
  (_s, b) => [1 - b, 1],
  (_s, b) => [b, 0],
  (s) => [0, s],
  (_s, b) => [1 - b, 0],
  (s) => [0, 1 - s],
  (s, b) => [b, 1 - s],
  (s, b) => [1 - b, s],
  (s, b) => [1 - b, 1 - s],
  () => [1, 1],
];

const at = (pixels: Float32Array, i: number): number => pixels[i] ?? 0;

/**
 * Lays a premultiplied pixel on another one by a mode of HarfBuzz, as far as `share` says. Hue, saturation, colour and
 * luminosity, which no font is known to use, are laid over.
 */
export function composePixel(above: Float32Array, below: Float32Array, i: number, mode: number, share: number): void {
  const [s, b] = [at(above, i + 3), at(below, i + 3)];
  const blend = BLENDS[mode];
  const [over, under] = (SHARES[mode] ?? OVER)(s, b);
  for (let channel = i; channel < i + 4; channel++) {
    const [one, other] = [at(above, channel), at(below, channel)];
    const both =
      blend && channel < i + 3 && s > 0 && b > 0
        ? one * (1 - b) + other * (1 - s) + s * b * blend(one / s, other / b)
        : one * over + other * under;
    below[channel] = other + (Math.min(1, both) - other) * share;
  }
}
