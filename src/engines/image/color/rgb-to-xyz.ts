import { D65, type Primaries, SRGB_PRIMARIES } from './coded-colors.ts';

export type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const apply = (m: Matrix, v: Triple): Triple => [dot(m[0], v), dot(m[1], v), dot(m[2], v)];
const transpose = ([a, b, c]: Matrix): Matrix => [
  [a[0], b[0], c[0]],
  [a[1], b[1], c[1]],
  [a[2], b[2], c[2]],
];
const cross = (a: Triple, b: Triple): Triple => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const scaleBy = (v: Triple, by: number): Triple => [v[0] * by, v[1] * by, v[2] * by];

function multiply(a: Matrix, b: Matrix): Matrix {
  const [x, y, z] = transpose(b);
  const row = (r: Triple): Triple => [dot(r, x), dot(r, y), dot(r, z)];
  return [row(a[0]), row(a[1]), row(a[2])];
}

function invert([a, b, c]: Matrix): Matrix {
  const determinant = dot(a, cross(b, c));
  const by = 1 / determinant;
  return transpose([scaleBy(cross(b, c), by), scaleBy(cross(c, a), by), scaleBy(cross(a, b), by)]);
}

/** The XYZ of a chromaticity, as bright as can be: Y is 1. */
export const toXyz = (x: number, y: number): Triple => [x / y, 1, (1 - x - y) / y];

// Bradford's cones: how eyes are used to another white (ICC.1:2022, annex E).
const CONES: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

/** The matrix from colours under one white (XYZ) to those that look alike under another. */
export function adaptation(white: Triple, under: Triple): Matrix {
  const [from, to] = [apply(CONES, white), apply(CONES, under)];
  const scale: Matrix = [
    [to[0] / from[0], 0, 0],
    [0, to[1] / from[1], 0],
    [0, 0, to[2] / from[2]],
  ];
  return multiply(invert(CONES), multiply(scale, CONES));
}

/** The shares of the primaries, which are of any brightness, that make their white. */
function sharesOf([rx, ry, gx, gy, bx, by, wx, wy]: Primaries): Triple {
  const columns = transpose([
    [rx, ry, 1 - rx - ry],
    [gx, gy, 1 - gx - gy],
    [bx, by, 1 - bx - by],
  ]);
  return apply(invert(columns), toXyz(wx, wy));
}

/** The shares of red, green and blue in the brightness of white. */
export function brightnessShares(primaries: Primaries): Triple {
  const [, ry, , gy, , by] = primaries;
  const [red, green, blue] = sharesOf(primaries);
  return [red * ry, green * gy, blue * by];
}

/** The matrix from light of these primaries, whose colours are used to their own white, to XYZ under another (D65). */
export function lightToXyz(primaries: Primaries, under: Triple = toXyz(...D65)): Matrix {
  const [rx, ry, gx, gy, bx, by, wx, wy] = primaries;
  const white = toXyz(wx, wy);
  const shares = sharesOf(primaries);
  const matrix = transpose([
    scaleBy([rx, ry, 1 - rx - ry], shares[0]),
    scaleBy([gx, gy, 1 - gx - gy], shares[1]),
    scaleBy([bx, by, 1 - bx - by], shares[2]),
  ]);
  return multiply(adaptation(white, under), matrix);
}

/** The matrix that turns light of some primaries into that of sRGB's. */
export const matrixToSrgb = (primaries: Primaries): Matrix =>
  multiply(invert(lightToXyz(SRGB_PRIMARIES)), lightToXyz(primaries));
