import type { Size } from '../../model/geometry.ts';
import type { Picture } from '../picture.ts';

/** Which samples of a line of `from` make each one of `to`, and how much: area shares going down, linear going up. */
interface Taps {
  readonly count: number;
  /** `count` samples for each one made: at the ends the last one again. */
  readonly samples: Int32Array;
  /** Their weights; they sum to 1. */
  readonly weights: Float64Array;
}

function tapsFor(from: number, to: number): Taps {
  const reach = Math.max(1, from / to);
  const count = Math.ceil(reach) + 1;
  const samples = new Int32Array(to * count);
  const weights = new Float64Array(to * count);
  for (let i = 0; i < to; i++) {
    const center = ((i + 0.5) * from) / to;
    const first = Math.floor(center - reach / 2);
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const left = Math.max(first + k, center - reach / 2);
      const share = Math.max(0, Math.min(first + k + 1, center + reach / 2) - left);
      samples[i * count + k] = Math.min(from - 1, Math.max(0, first + k));
      weights[i * count + k] = share;
      sum += share;
    }
    for (let k = 0; k < count; k++) weights[i * count + k] = (weights[i * count + k] ?? 0) / sum;
  }
  return { count, samples, weights };
}

/** Every row of a plane in another length. */
function resampleRows(plane: Float32Array, { width, height }: Size, toWidth: number): Float32Array {
  const { count, samples, weights } = tapsFor(width, toWidth);
  const out = new Float32Array(toWidth * height);
  for (let y = 0, at = 0; y < height; y++) {
    const row = plane.subarray(y * width, (y + 1) * width);
    for (let x = 0, tap = 0; x < toWidth; x++) {
      let sum = 0;
      for (let k = 0; k < count; k++, tap++) sum += (weights[tap] ?? 0) * (row[samples[tap] ?? 0] ?? 0);
      out[at++] = sum;
    }
  }
  return out;
}

/** Every column of a plane in another length, a row at a time: columns side by side are what a processor reads fastest. */
function resampleColumns(plane: Float32Array, { width, height }: Size, toHeight: number): Float32Array {
  const { count, samples, weights } = tapsFor(height, toHeight);
  const out = new Float32Array(width * toHeight);
  const sums = new Float64Array(width);
  for (let y = 0, tap = 0; y < toHeight; y++) {
    sums.fill(0);
    for (let k = 0; k < count; k++, tap++) {
      const first = (samples[tap] ?? 0) * width;
      const weight = weights[tap] ?? 0;
      for (let x = 0; x < width; x++) sums[x] = (sums[x] ?? 0) + weight * (plane[first + x] ?? 0);
    }
    for (let x = 0; x < width; x++) out[y * width + x] = sums[x] ?? 0;
  }
  return out;
}

/** A plane of samples in another size: each new sample is the mean of the area it covers. */
export function resamplePlane(plane: Float32Array, from: Size, to: Size): Float32Array {
  const wide = resampleRows(plane, from, to.width);
  return resampleColumns(wide, { width: to.width, height: from.height }, to.height);
}

/** The three colours of a picture as planes, 0…255; what is clear shows the white that pictures are laid on. */
function splitColors({ data, width, height, channels }: Picture): readonly Float32Array[] {
  const pixels = width * height;
  const planes = [new Float32Array(pixels), new Float32Array(pixels), new Float32Array(pixels)] as const;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const at = pixel * channels;
    const alpha = channels === 4 ? (data[at + 3] ?? 255) / 255 : 1;
    const paper = 255 * (1 - alpha);
    planes[0][pixel] = alpha * (data[at] ?? 0) + paper;
    planes[1][pixel] = alpha * (data[at + 1] ?? 0) + paper;
    planes[2][pixel] = alpha * (data[at + 2] ?? 0) + paper;
  }
  return planes;
}

/** Split already: every detector looks at the same picture, most of them in another size. */
const split = new WeakMap<Picture, readonly Float32Array[]>();

function planesOf(picture: Picture): readonly Float32Array[] {
  const planes = split.get(picture) ?? splitColors(picture);
  split.set(picture, planes);
  return planes;
}

/** A picture's red, green and blue planes in another size, 0…255, without alpha: laid on white. */
export function colorPlanes(picture: Picture, to: Size): readonly Float32Array[] {
  return planesOf(picture).map((plane) => resamplePlane(plane, picture, to));
}

/** The size of a picture whose longer side is brought to `side`, at least two pixels a side. */
export function fitSide({ width, height }: Size, side: number): Size {
  const scale = side / Math.max(width, height);
  return { width: Math.max(2, Math.round(width * scale)), height: Math.max(2, Math.round(height * scale)) };
}
