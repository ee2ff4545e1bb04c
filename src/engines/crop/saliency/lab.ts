import type { Size } from '../../../model/geometry.ts';
import { fromSrgb } from '../../../model/srgb-curve.ts';
import type { Picture } from '../../picture.ts';
import type { Plane } from '../plane.ts';
import { colorPlanes, resamplePlane } from '../resample.ts';

/** A picture by lightness (0…100) and the two axes of colour (about −100…100). */
export interface LabPicture extends Size {
  readonly lightness: Plane;
  readonly greenRed: Plane;
  readonly blueYellow: Plane;
}

// CIE 15: the cube root, and the straight piece near black.
function toLabScale(ratio: number): number {
  return ratio > 216 / 24389 ? Math.cbrt(ratio) : ((24389 / 27) * ratio + 16) / 116;
}

/** One colour (light, 0…1) in CIE Lab under D65. */
function lightToLab(r: number, g: number, b: number): readonly [number, number, number] {
  const x = toLabScale((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = toLabScale(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = toLabScale((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** One colour (stored sRGB values, 0…255) in CIE Lab under D65. */
export function toLab(red: number, green: number, blue: number): readonly [number, number, number] {
  return lightToLab(fromSrgb(red / 255), fromSrgb(green / 255), fromSrgb(blue / 255));
}

/** Steps of a stored value that light is tabled in: half a step is 1/16 of an 8-bit value, far below what is seen. */
const STEPS = 8;

const LIGHT = Float32Array.from({ length: 255 * STEPS + 1 }, (_, step) => fromSrgb(step / STEPS / 255));

/** `toLight` of a value of 0…255 by the table: pictures have tens of thousands of them. */
const lightOf = (value: number): number => LIGHT[Math.round(value * STEPS)] ?? 1;

/** A picture in CIE Lab, scaled to a size. */
export function labPicture(picture: Picture, { width, height }: Size): LabPicture {
  const [red, green, blue] = colorPlanes(picture, { width, height });
  const plane = (): Plane => ({ width, height, values: new Float32Array(width * height) });
  const [lightness, greenRed, blueYellow] = [plane(), plane(), plane()];
  for (let i = 0; i < width * height; i++) {
    const [l, a, b] = lightToLab(lightOf(red?.[i] ?? 0), lightOf(green?.[i] ?? 0), lightOf(blue?.[i] ?? 0));
    lightness.values[i] = l;
    greenRed.values[i] = a;
    blueYellow.values[i] = b;
  }
  return { width, height, lightness, greenRed, blueYellow };
}

/** A picture in CIE Lab in a smaller size. */
export function shrinkLab({ width, height, lightness, greenRed, blueYellow }: LabPicture, to: Size): LabPicture {
  const shrink = ({ values }: Plane): Plane => ({ ...to, values: resamplePlane(values, { width, height }, to) });
  return { ...to, lightness: shrink(lightness), greenRed: shrink(greenRed), blueYellow: shrink(blueYellow) };
}
