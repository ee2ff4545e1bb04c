/** Chromaticities: red, green, blue and white, x and y each. */
export type Primaries = readonly [number, number, number, number, number, number, number, number];

/** The curve by which light becomes numbers: sRGB's curve, a power, or HDR's (ITU-R BT.2100). */
type Transfer = 'srgb' | 'pq' | 'hlg' | { readonly gamma: number };

/** The meaning of numbers in a picture that has no profile. */
export interface ColorCoding {
  readonly primaries: Primaries;
  readonly transfer: Transfer;
}

const D65 = [0.3127, 0.329] as const;
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

// Writers round; what differs by less nobody sees.
const NEAR = 0.003;
const NEAR_GAMMA = 0.05;

/** A coding, undefined where pictures of it are shown as sRGB ones are: a power of 2.2 alone means as much. */
export function unlessSrgb(coding: ColorCoding): ColorCoding | undefined {
  const { primaries, transfer } = coding;
  const near = primaries.every((value, i) => Math.abs(value - (SRGB_PRIMARIES[i] ?? 0)) < NEAR);
  const plain = transfer === 'srgb' || (typeof transfer === 'object' && Math.abs(transfer.gamma - 2.2) < NEAR_GAMMA);
  return near && plain ? undefined : coding;
}

type Triple = readonly [number, number, number];
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

const toXyz = (x: number, y: number): Triple => [x / y, 1, (1 - x - y) / y];

// Bradford's cones: how eyes are used to another white.
const CONES: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

/** Light of these primaries as XYZ under D65. */
function lightToXyz([rx, ry, gx, gy, bx, by, wx, wy]: Primaries): Matrix {
  const columns = transpose([toXyz(rx, ry), toXyz(gx, gy), toXyz(bx, by)]);
  const white = toXyz(wx, wy);
  const shares = apply(invert(columns), white);
  const matrix = transpose([
    scaleBy(toXyz(rx, ry), shares[0]),
    scaleBy(toXyz(gx, gy), shares[1]),
    scaleBy(toXyz(bx, by), shares[2]),
  ]);
  const [from, to] = [apply(CONES, white), apply(CONES, toXyz(...D65))];
  const adapt: Matrix = [
    [to[0] / from[0], 0, 0],
    [0, to[1] / from[1], 0],
    [0, 0, to[2] / from[2]],
  ];
  return multiply(multiply(invert(CONES), multiply(adapt, CONES)), matrix);
}

// ITU-R BT.2408: white of what is not HDR, and the brightest of what is, in nits, where a file tells nothing.
const REFERENCE_WHITE = 203;
const BRIGHTEST = 1000;

/** SMPTE ST 2084: numbers to light, 1 = reference white. */
function fromPq(value: number): number {
  const root = value ** (1 / 78.84375);
  return (
    (Math.max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125) *
    (10_000 / REFERENCE_WHITE)
  );
}

/** ITU-R BT.2100, HLG: numbers to light of the scene. */
function fromHlg(value: number): number {
  return value <= 0.5 ? value ** 2 / 3 : (Math.exp((value - 0.559_910_73) / 0.178_832_77) + 0.284_668_92) / 12;
}

const fromSrgb = (value: number): number => (value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

const toSrgb = (light: number): number => (light <= 0.003_130_8 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);

function lightOf(transfer: Transfer): (value: number) => number {
  if (transfer === 'pq') return fromPq;
  if (transfer === 'hlg') return fromHlg;
  return transfer === 'srgb' ? fromSrgb : (value) => value ** transfer.gamma;
}

/** The factor that HDR is dimmed by for screens that are none, as Chromium does: highlights lose most. */
function dim(light: Triple): number {
  const brightest = Math.max(...light);
  const most = BRIGHTEST / REFERENCE_WHITE;
  return (1 + brightest / most ** 2) / (1 + brightest);
}

/** Light of the screen for light of the scene (BT.2100, system gamma 1.2). `luma`: shares of the colours in it. */
function shown(light: Triple, luma: Triple): Triple {
  return scaleBy(light, dot(light, luma) ** 0.2 * (BRIGHTEST / REFERENCE_WHITE));
}

/** Samples of 8 or 16 bits, pixel by pixel, colours first. */
export interface CodedPixels {
  readonly samples: Uint8Array | Uint16Array;
  readonly channels: number;
}

/** Turns colours of a coding into sRGB as browsers show them, in place. `most`: the sample of a value of 1. */
export function convertCoded(
  { samples, channels }: CodedPixels,
  { primaries, transfer }: ColorCoding,
  most: number,
): void {
  const light = Float64Array.from({ length: most + 1 }, (_, i) => lightOf(transfer)(i / most));
  const xyz = lightToXyz(primaries);
  const matrix = multiply(invert(lightToXyz(SRGB_PRIMARIES)), xyz);
  const luma = xyz[1];
  const full = samples instanceof Uint8Array ? 255 : 65_535;
  const stored = (value: number): number => Math.round(toSrgb(value > 0 ? Math.min(1, value) : 0) * full);
  const bright = (at: number): number => light[Math.min(most, samples[at] ?? 0)] ?? 0;
  for (let at = 0; at + 2 < samples.length; at += channels) {
    let pixel: Triple = [bright(at), bright(at + 1), bright(at + 2)];
    if (transfer === 'hlg') pixel = shown(pixel, luma);
    if (transfer === 'hlg' || transfer === 'pq') pixel = scaleBy(pixel, dim(pixel));
    const [red, green, blue] = apply(matrix, pixel);
    samples[at] = stored(red);
    samples[at + 1] = stored(green);
    samples[at + 2] = stored(blue);
  }
}
