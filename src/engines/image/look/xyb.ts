import type { Plane } from './blur.ts';

/** Three planes of one size. */
export interface Planes {
  readonly planes: readonly [Plane, Plane, Plane];
  readonly width: number;
  readonly height: number;
}

// lib/jxl/cms/opsin_params.h: how light is mixed into what the three kinds of cones take in, and the bias of each.
const MIX = [
  [0.3, 0.622, 0.078],
  [0.23, 0.692, 0.078],
  [0.24342268924547819, 0.20476744424496821, 0.551809866509554],
] as const;
const BIAS = 0.0037930732552754493;
const BIAS_ROOT = Math.cbrt(BIAS);

/** XYB as it is compared: brought to 0…1, with blue as its difference from brightness. */
const RANGE = { x: { by: 14, plus: 0.42 }, y: 0.01, b: 0.55 } as const;

const bits = new Int32Array(1);
const number = new Float32Array(bits.buffer);

/** The cube root to seven digits, for numbers from 0.003 to 2: a third of the exponent, then two steps of Newton's. */
function root(value: number): number {
  number[0] = value;
  bits[0] = Math.trunc((bits[0] ?? 0) / 3) + 709_921_077;
  let guess = number[0] ?? 0;
  guess = (2 * guess + value / (guess * guess)) / 3;
  return (2 * guess + value / (guess * guess)) / 3;
}

/** Linear light, 0…1, as the planes that are compared. */
export function toXyb({ planes: [red, green, blue], width, height }: Planes): Planes {
  const size = width * height;
  const [x, y, b] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)];
  const [[l0, l1, l2], [m0, m1, m2], [s0, s1, s2]] = MIX;
  for (let i = 0; i < size; i++) {
    const [r, g, u] = [red[i] ?? 0, green[i] ?? 0, blue[i] ?? 0];
    const long = root(l0 * r + l1 * g + l2 * u + BIAS) - BIAS_ROOT;
    const middle = root(m0 * r + m1 * g + m2 * u + BIAS) - BIAS_ROOT;
    const short = root(s0 * r + s1 * g + s2 * u + BIAS) - BIAS_ROOT;
    const bright = 0.5 * (long + middle);
    x[i] = 0.5 * (long - middle) * RANGE.x.by + RANGE.x.plus;
    y[i] = bright + RANGE.y;
    b[i] = short - bright + RANGE.b;
  }
  return { planes: [x, y, b], width, height };
}

/** Half the size, rounded up: the mean of each four pixels, those at an odd edge taken twice. */
export function halved({ planes, width, height }: Planes): Planes {
  const [w, h] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const half = (plane: Plane): Plane => {
    const out = new Float32Array(w * h);
    for (let y = 0; y < h; y++) {
      const [above, below] = [2 * y * width, Math.min(2 * y + 1, height - 1) * width];
      for (let x = 0; x < w; x++) {
        const [left, right] = [2 * x, Math.min(2 * x + 1, width - 1)];
        const upper = (plane[above + left] ?? 0) + (plane[above + right] ?? 0);
        out[y * w + x] = (upper + (plane[below + left] ?? 0) + (plane[below + right] ?? 0)) / 4;
      }
    }
    return out;
  };
  return { planes: [half(planes[0]), half(planes[1]), half(planes[2])], width: w, height: h };
}
