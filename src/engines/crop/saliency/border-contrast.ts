import type { Rect } from '../../../model/geometry.ts';
import { stretch, type Plane } from '../plane.ts';
import type { LabPicture } from './lab.ts';

/** The share of the shorter side that a strip of border takes (Zhang et al., ICCV 2015, take a tenth too). */
const STRIP = 0.1;

/**
 * The value that is added to the variances of lightness and colour, in squared Lab units: a strip of one colour would be
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

/** Mean and covariance of a strip's colours. */
interface Colors {
  readonly mean: Color;
  readonly covariance: Symmetric;
}

/** One pass over sums and squares: colours are small numbers, doubles hold their squares exactly enough. */
function colorsOf({ lightness, greenRed, blueYellow, width }: LabPicture, strip: Rect): Colors {
  let [l, a, b, ll, aa, bb, la, lb, ab] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let y = strip.y; y < strip.y + strip.height; y++) {
    for (let at = y * width + strip.x; at < y * width + strip.x + strip.width; at++) {
      const [dl, da, db] = [lightness.values[at] ?? 0, greenRed.values[at] ?? 0, blueYellow.values[at] ?? 0];
      l += dl;
      a += da;
      b += db;
      ll += dl * dl;
      aa += da * da;
      bb += db * db;
      la += dl * da;
      lb += dl * db;
      ab += da * db;
    }
  }
  const n = strip.width * strip.height;
  const [ml, ma, mb] = [l / n, a / n, b / n];
  const [vl, va, vb] = [ll / n - ml * ml, aa / n - ma * ma, bb / n - mb * mb];
  return {
    mean: [ml, ma, mb],
    covariance: [vl + SLACK[0], va + SLACK[1], vb + SLACK[2], la / n - ml * ma, lb / n - ml * mb, ab / n - ma * mb],
  };
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

/** The unlikeness of every pixel to a strip's colours: Mahalanobis distance, stretched to 0…1. */
function distanceTo(picture: LabPicture, strip: Rect): Plane {
  const { width, height, lightness, greenRed, blueYellow } = picture;
  const { mean, covariance } = colorsOf(picture, strip);
  const [ll, aa, bb, la, lb, ab] = invert(covariance);
  const values = new Float32Array(width * height);
  for (let pixel = 0; pixel < values.length; pixel++) {
    const l = (lightness.values[pixel] ?? 0) - mean[0];
    const a = (greenRed.values[pixel] ?? 0) - mean[1];
    const b = (blueYellow.values[pixel] ?? 0) - mean[2];
    const squared = ll * l * l + aa * a * a + bb * b * b + 2 * (la * l * a + lb * l * b + ab * a * b);
    values[pixel] = Math.sqrt(Math.max(0, squared));
  }
  return stretch({ width, height, values });
}

/**
 * The unlikeness of every pixel to the picture's four edges. Of the four distances the largest does not count: one edge may
 * be crossed by the subject, or by a frame.
 */
export function borderContrast(picture: LabPicture): Plane {
  const { width, height } = picture;
  const [sum, largest] = [new Float32Array(width * height), new Float32Array(width * height)];
  for (const strip of stripsOf(picture)) {
    const distance = distanceTo(picture, strip).values;
    for (let pixel = 0; pixel < sum.length; pixel++) {
      const value = distance[pixel] ?? 0;
      sum[pixel] = (sum[pixel] ?? 0) + value;
      if (value > (largest[pixel] ?? 0)) largest[pixel] = value;
    }
  }
  return { width, height, values: sum.map((value, pixel) => value - (largest[pixel] ?? 0)) };
}
