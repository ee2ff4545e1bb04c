import type { Rect } from '../../../model/geometry.ts';
import { stretch, type Plane } from '../plane.ts';
import type { LabPicture } from './lab.ts';

/** How much of the shorter side a strip of border takes (Zhang et al., ICCV 2015, take a tenth too). */
const STRIP = 0.1;

/**
 * What is added to the variances of lightness and colour, in squared Lab units: a strip of one colour would be
 * infinitely sure of itself. Three steps of lightness and two of colour are what paper and sky vary by.
 */
const SLACK: Color = [10, 4, 4];

type Color = readonly [number, number, number];

/** A symmetric 3 × 3 matrix: the diagonal, then 01, 02, 12. */
type Symmetric = readonly [number, number, number, number, number, number];

function stripsOf({ width, height }: LabPicture): readonly Rect[] {
  const deep = Math.max(2, Math.round(Math.min(width, height) * STRIP));
  return [
    { x: 0, y: 0, width: deep, height },
    { x: width - deep, y: 0, width: deep, height },
    { x: 0, y: 0, width, height: deep },
    { x: 0, y: height - deep, width, height: deep },
  ];
}

function colorAt({ lightness, greenRed, blueYellow }: LabPicture, pixel: number): Color {
  return [lightness.values[pixel] ?? 0, greenRed.values[pixel] ?? 0, blueYellow.values[pixel] ?? 0];
}

function* pixelsOf({ x, y, width, height }: Rect, stride: number): Generator<number> {
  for (let row = y; row < y + height; row++)
    for (let column = x; column < x + width; column++) yield row * stride + column;
}

function meanOf(picture: LabPicture, strip: Rect): Color {
  const sum = [0, 0, 0] as [number, number, number];
  for (const pixel of pixelsOf(strip, picture.width)) {
    const [l, a, b] = colorAt(picture, pixel);
    sum[0] += l;
    sum[1] += a;
    sum[2] += b;
  }
  const pixels = strip.width * strip.height;
  return [sum[0] / pixels, sum[1] / pixels, sum[2] / pixels];
}

function covarianceOf(picture: LabPicture, strip: Rect, mean: Color): Symmetric {
  const sum = [0, 0, 0, 0, 0, 0] as [number, number, number, number, number, number];
  for (const pixel of pixelsOf(strip, picture.width)) {
    const color = colorAt(picture, pixel);
    const [l, a, b] = [color[0] - mean[0], color[1] - mean[1], color[2] - mean[2]];
    sum[0] += l * l;
    sum[1] += a * a;
    sum[2] += b * b;
    sum[3] += l * a;
    sum[4] += l * b;
    sum[5] += a * b;
  }
  const pixels = strip.width * strip.height;
  const [ll, aa, bb, la, lb, ab] = sum;
  return [
    ll / pixels + SLACK[0],
    aa / pixels + SLACK[1],
    bb / pixels + SLACK[2],
    la / pixels,
    lb / pixels,
    ab / pixels,
  ];
}

/** The inverse by cofactors; SLACK keeps the determinant away from 0. */
function invert([a, d, f, b, c, e]: Symmetric): Symmetric {
  const determinant = a * (d * f - e * e) - b * (b * f - c * e) + c * (b * e - c * d);
  return [
    (d * f - e * e) / determinant,
    (a * f - c * c) / determinant,
    (a * d - b * b) / determinant,
    (c * e - b * f) / determinant,
    (b * e - c * d) / determinant,
    (b * c - a * e) / determinant,
  ];
}

/** How unlike a strip's colours every pixel is: Mahalanobis distance, stretched to 0…1. */
function distanceTo(picture: LabPicture, strip: Rect): Plane {
  const { width, height } = picture;
  const mean = meanOf(picture, strip);
  const [ll, aa, bb, la, lb, ab] = invert(covarianceOf(picture, strip, mean));
  const values = Float32Array.from({ length: width * height }, (_, pixel) => {
    const color = colorAt(picture, pixel);
    const [l, a, b] = [color[0] - mean[0], color[1] - mean[1], color[2] - mean[2]];
    return Math.sqrt(Math.max(0, ll * l * l + aa * a * a + bb * b * b + 2 * (la * l * a + lb * l * b + ab * a * b)));
  });
  return stretch({ width, height, values });
}

/**
 * How unlike the picture's four edges every pixel is. Of the four distances the largest does not count: one edge may
 * be crossed by the subject, or by a frame.
 */
export function borderContrast(picture: LabPicture): Plane {
  const { width, height } = picture;
  const distances = stripsOf(picture).map((strip) => distanceTo(picture, strip).values);
  const values = Float32Array.from({ length: width * height }, (_, pixel) => {
    const all = distances.map((distance) => distance[pixel] ?? 0);
    return all.reduce((sum, value) => sum + value, 0) - Math.max(...all);
  });
  return { width, height, values };
}
