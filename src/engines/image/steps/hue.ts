import { withSamples } from '../kernels/points.ts';
import type { OperationStep } from './step.ts';

/** The place on the hexagon of hues (0…6, red at 0, green at 2) of a colour with chroma > 0. */
function hueOf(r: number, g: number, b: number, most: number, chroma: number): number {
  if (most === r) return (g - b) / chroma;
  return most === g ? (b - r) / chroma + 2 : (r - g) / chroma + 4;
}

/**
 * The share of the chroma that a colour has at that many sixths of a turn (0…6) from its own hue: 1 within one, 0 from
 * two on.
 */
function shareAt(sixths: number): number {
  const distance = sixths > 3 ? 6 - sixths : sixths;
  return distance <= 1 ? 1 : distance >= 2 ? 0 : 2 - distance;
}

const wrap = (sixths: number): number => (sixths >= 6 ? sixths - 6 : sixths < 0 ? sixths + 6 : sixths);

/**
 * `op_hue`: turns the hue of HSL, what photo editors mean by it: the largest and the smallest of the three colours
 * stay, so lightness and saturation do, and nothing is clipped. The reference has no formula.
 */
export const hue: OperationStep<'hue'> = (picture, degrees) => {
  const { data, channels } = picture;
  const out = new Uint8ClampedArray(data);
  const turn = degrees / 60;
  const at = (i: number): number => data[i] ?? 0;
  for (let i = 0; i < data.length; i += channels) {
    const [r, g, b] = [at(i), at(i + 1), at(i + 2)];
    const most = Math.max(r, g, b);
    const least = Math.min(r, g, b);
    const chroma = most - least;
    if (chroma === 0) continue;
    const red = wrap(wrap(hueOf(r, g, b, most, chroma)) + turn);
    out[i] = least + chroma * shareAt(red);
    out[i + 1] = least + chroma * shareAt(wrap(red - 2));
    out[i + 2] = least + chroma * shareAt(wrap(red - 4));
  }
  return withSamples(picture, out);
};
