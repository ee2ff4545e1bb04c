import type { ImageFacts } from '../../../model/asset.ts';

/** Chromaticities: red, green, blue and white, x and y each. */
export type Primaries = readonly [number, number, number, number, number, number, number, number];

/** The curve by which light becomes numbers: sRGB's curve, a power, or HDR's (ITU-R BT.2100). */
export type Transfer = 'srgb' | 'pq' | 'hlg' | { readonly gamma: number };

/** The meaning of numbers in a picture that has no profile. */
export interface ColorCoding {
  readonly primaries: Primaries;
  readonly transfer: Transfer;
}

export const D65 = [0.3127, 0.329] as const;
export const SRGB_PRIMARIES: Primaries = [0.64, 0.33, 0.3, 0.6, 0.15, 0.06, ...D65];

/** ITU-T H.273, ColourPrimaries; those that are not listed count as sRGB's. */
const PRIMARIES: Readonly<Record<number, Primaries>> = {
  4: [0.67, 0.33, 0.21, 0.71, 0.14, 0.08, 0.31, 0.316],
  5: [0.64, 0.33, 0.29, 0.6, 0.15, 0.06, ...D65],
  6: [0.63, 0.34, 0.31, 0.595, 0.155, 0.07, ...D65],
  7: [0.63, 0.34, 0.31, 0.595, 0.155, 0.07, ...D65],
  8: [0.681, 0.319, 0.243, 0.692, 0.145, 0.049, 0.31, 0.316],
  9: [0.708, 0.292, 0.17, 0.797, 0.131, 0.046, ...D65],
  11: [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.314, 0.351],
  12: [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, ...D65],
  22: [0.63, 0.34, 0.295, 0.605, 0.155, 0.077, ...D65],
};

/** ITU-T H.273, TransferCharacteristics; those that are not listed count as sRGB's, as browsers take BT.709's. */
const TRANSFERS: Readonly<Record<number, Transfer>> = {
  ...{ 4: { gamma: 2.2 }, 5: { gamma: 2.8 }, 8: { gamma: 1 }, 16: 'pq', 18: 'hlg' },
};

/** The coding that code points of ITU-T H.273 tell; undefined = sRGB, or as good as that. */
export function codingOf(primaries: number, transfer: number): ColorCoding | undefined {
  return unlessSrgb({ primaries: PRIMARIES[primaries] ?? SRGB_PRIMARIES, transfer: TRANSFERS[transfer] ?? 'srgb' });
}

/** The facts of a picture with coded colours, which is converted to sRGB before libvips reads it. */
export function codedFacts(coding: ColorCoding | 'sRGB'): Pick<ImageFacts, 'icc' | 'told' | 'hdr'> {
  const transfer = coding === 'sRGB' ? 'srgb' : coding.transfer;
  // A profile that does not count is none.
  return { icc: null, told: 'sRGB', ...((transfer === 'pq' || transfer === 'hlg') && { hdr: transfer }) };
}

type Point = readonly [x: number, y: number];

/** Twice the signed area of a triangle of chromaticities. */
function area([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number {
  return (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
}

// Of the colours of print it is a fifth; what is less than this holds no picture.
const LEAST_AREA = 0.01;

/** Tells whether three colours can be mixed to white: damaged files name some that turn all to black. */
export function areSound([rx, ry, gx, gy, bx, by, wx, wy]: Primaries): boolean {
  const [red, green, blue, white]: readonly [Point, Point, Point, Point] = [
    [rx, ry],
    [gx, gy],
    [bx, by],
    [wx, wy],
  ];
  const whole = area(red, green, blue);
  const parts = [area(white, green, blue), area(red, white, blue), area(red, green, white)];
  const isAround = Math.abs(whole) > LEAST_AREA && parts.every((part) => part / whole > 0);
  return isAround && [ry, gy, by].every((y) => y >= 0) && wy > 0;
}

// Tolerance for rounding by writers; not visible.
const NEAR = 0.003;
const NEAR_GAMMA = 0.05;

/** A coding, undefined where pictures of it are shown as sRGB ones are: a power of 2.2 alone means as much. */
export function unlessSrgb(coding: ColorCoding): ColorCoding | undefined {
  const { primaries, transfer } = coding;
  const near = primaries.every((value, i) => Math.abs(value - (SRGB_PRIMARIES[i] ?? 0)) < NEAR);
  const plain = transfer === 'srgb' || (typeof transfer === 'object' && Math.abs(transfer.gamma - 2.2) < NEAR_GAMMA);
  return near && plain ? undefined : coding;
}
