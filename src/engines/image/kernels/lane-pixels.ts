import { LANE, upperPart } from './lanes.ts';
import { BYTE_GAINS } from './raster.ts';
import { WEIGHT_SUM } from './taps.ts';

/** The value that is taken off every sample. */
const MIDDLE = 128;

/** Pixels as lanes, rows one after the other. */
export interface LanePixels {
  /** Two a pixel, colours multiplied by alpha: red and green, blue and alpha. */
  readonly data: Float64Array;
  /** Doubles a row. */
  readonly stride: number;
}

/** Two samples of 0…255 as lanes. */
export function packSamples(lower: number, upper: number): number {
  const [middle, lane] = [MIDDLE, LANE];
  return lower - middle + (upper - middle) * lane;
}

/** The factors that sums are multiplied by to be samples again: those of the lower lane, and those of the upper one. */
const [LOWER, UPPER] = [1 / WEIGHT_SUM ** 2, 1 / WEIGHT_SUM ** 2 / LANE];

/** Writes a pixel from sums of neighbours in lanes. */
function put(out: Uint8ClampedArray, to: number, redGreen: number, blueAlpha: number): void {
  const lower = LOWER;
  const upper = UPPER;
  const middle = MIDDLE;
  const alpha = upperPart(blueAlpha);
  out[to + 3] = alpha * upper + middle;
  const gain = BYTE_GAINS[out[to + 3] ?? 0] ?? 0;
  const green = upperPart(redGreen);
  out[to] = ((redGreen - green) * lower + middle) * gain;
  out[to + 1] = (green * upper + middle) * gain;
  out[to + 2] = ((blueAlpha - alpha) * lower + middle) * gain;
}

/**
 * Writes the sum of four by four neighbours, the first of which is at `start`, as RGBA; `across` and `down` are places of
 * weights in `taps`. It is what free turns and perspectives spend their time on: both lanes at once, nothing made on the
 * way, and constants of other modules in names of its own, which V8 takes for constants.
 */
export function samplePixel(
  layer: LanePixels,
  taps: Float64Array,
  out: Uint8ClampedArray,
  start: number,
  across: number,
  down: number,
  to: number,
): void {
  const { data, stride } = layer;
  const w0 = taps[across] as number;
  const w1 = taps[across + 1] as number;
  const w2 = taps[across + 2] as number;
  const w3 = taps[across + 3] as number;
  let redGreen = 0;
  let blueAlpha = 0;
  for (let i = start, j = down; j < down + 4; i += stride, j++) {
    const weight = taps[j] as number;
    const near = w0 * (data[i] as number) + w1 * (data[i + 2] as number);
    const left = w0 * (data[i + 1] as number) + w1 * (data[i + 3] as number);
    redGreen += weight * (near + w2 * (data[i + 4] as number) + w3 * (data[i + 6] as number));
    blueAlpha += weight * (left + w2 * (data[i + 5] as number) + w3 * (data[i + 7] as number));
  }
  put(out, to, redGreen, blueAlpha);
}
