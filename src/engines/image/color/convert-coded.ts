import { fromSrgb } from '../../../model/srgb-curve.ts';
import { type ColorCoding, D65, type Primaries, SRGB_PRIMARIES, type Transfer } from './coded-colors.ts';

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

/** Light of these primaries as XYZ under D65. */
function lightToXyz(primaries: Primaries): Matrix {
  const [rx, ry, gx, gy, bx, by, wx, wy] = primaries;
  const white = toXyz(wx, wy);
  const shares = sharesOf(primaries);
  const matrix = transpose([
    scaleBy([rx, ry, 1 - rx - ry], shares[0]),
    scaleBy([gx, gy, 1 - gx - gy], shares[1]),
    scaleBy([bx, by, 1 - bx - by], shares[2]),
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

function lightOf(transfer: Transfer): (value: number) => number {
  if (transfer === 'pq') return fromPq;
  if (transfer === 'hlg') return fromHlg;
  return transfer === 'srgb' ? fromSrgb : (value) => value ** transfer.gamma;
}

// ITU-R BT.2100: the system gamma of a screen, less one.
const SYSTEM = 0.2;
const MOST_LIGHT = BRIGHTEST / REFERENCE_WHITE;

/** The factor by which light of the scene becomes light of a screen (HLG alone). `luma`: its brightness. */
const shownBy = (luma: number): number => luma ** SYSTEM * MOST_LIGHT;

/**
 * The factor that HDR is dimmed by for screens that are none, as Chromium does: highlights lose most. `brightest`: of the
 * three colours; `most`: the light that becomes white.
 */
export const dimmedBy = (brightest: number, most: number = MOST_LIGHT): number =>
  (1 + brightest / most ** 2) / (1 + brightest);

/** Steps of light in which the value that stands for it is looked up, for each value. */
const STEPS = 16;

/** Rounds light to the value that stands for it in sRGB, 0…most: by a table, for the curve itself takes ten times as long. */
export function makeRounding(most: number): (light: number) => number {
  // The light from which on a value is the nearest one.
  const first = Float64Array.from({ length: most + 2 }, (_, value) =>
    value > most ? Infinity : fromSrgb((value - 0.5) / most),
  );
  const steps = STEPS * most;
  const guesses = new Uint16Array(steps + 1);
  for (let step = 0, value = 0; step <= steps; step++) {
    while ((first[value + 1] ?? Infinity) <= step / steps) value++;
    guesses[step] = value;
  }
  return (light) => {
    if (!(light > 0)) return 0;
    if (light >= 1) return most;
    let value = guesses[Math.floor(light * steps)] ?? 0;
    while ((first[value + 1] ?? Infinity) <= light) value++;
    return value;
  };
}

/** The matrix that turns light of some primaries into that of sRGB's. */
export const matrixToSrgb = (primaries: Primaries): Matrix =>
  multiply(invert(lightToXyz(SRGB_PRIMARIES)), lightToXyz(primaries));

/** Samples of 8 or 16 bits, pixel by pixel, colours first. */
export interface CodedPixels {
  readonly samples: Uint8Array | Uint16Array;
  readonly channels: number;
}

/** Makes what turns colours of a coding into sRGB as browsers show them, in place. `most`: the sample of a value of 1. */
export function makeConversion(
  { primaries, transfer }: ColorCoding,
  most: 255 | 65_535,
): (pixels: CodedPixels) => void {
  const light = Float64Array.from({ length: most + 1 }, (_, i) => lightOf(transfer)(i / most));
  const [toRed, toGreen, toBlue] = matrixToSrgb(primaries);
  const [lumaRed, lumaGreen, lumaBlue] = lightToXyz(primaries)[1];
  const stored = makeRounding(most);
  const [isHdr, isScene] = [transfer === 'pq' || transfer === 'hlg', transfer === 'hlg'];
  return ({ samples, channels }) => {
    for (let at = 0; at + 2 < samples.length; at += channels) {
      let r = light[samples[at] ?? 0] ?? 0;
      let g = light[samples[at + 1] ?? 0] ?? 0;
      let b = light[samples[at + 2] ?? 0] ?? 0;
      if (isHdr) {
        const by = isScene ? shownBy(lumaRed * r + lumaGreen * g + lumaBlue * b) : 1;
        const whole = by * dimmedBy(Math.max(r, g, b) * by);
        [r, g, b] = [r * whole, g * whole, b * whole];
      }
      samples[at] = stored(toRed[0] * r + toRed[1] * g + toRed[2] * b);
      samples[at + 1] = stored(toGreen[0] * r + toGreen[1] * g + toGreen[2] * b);
      samples[at + 2] = stored(toBlue[0] * r + toBlue[1] * g + toBlue[2] * b);
    }
  };
}
