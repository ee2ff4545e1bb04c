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

interface Lines {
  /** Samples from one to the next along a line, lines, and samples from one line to the next. */
  readonly step: number;
  readonly lines: number;
  readonly between: number;
  readonly length: number;
}

function resampleLines(data: Float32Array, out: Float32Array, from: Lines, to: Lines): void {
  const { count, samples, weights } = tapsFor(from.length, to.length);
  for (let line = 0; line < from.lines; line++) {
    const first = line * from.between;
    for (let i = 0, tap = 0; i < to.length; i++) {
      let sum = 0;
      for (let k = 0; k < count; k++, tap++) {
        sum += (weights[tap] ?? 0) * (data[first + (samples[tap] ?? 0) * from.step] ?? 0);
      }
      out[line * to.between + i * to.step] = sum;
    }
  }
}

/** A plane of samples in another size: each new sample is the mean of the area it covers. */
export function resamplePlane(plane: Float32Array, from: Size, to: Size): Float32Array {
  const wide = new Float32Array(to.width * from.height);
  resampleLines(
    plane,
    wide,
    { step: 1, lines: from.height, between: from.width, length: from.width },
    { step: 1, lines: from.height, between: to.width, length: to.width },
  );
  const out = new Float32Array(to.width * to.height);
  resampleLines(
    wide,
    out,
    { step: to.width, lines: to.width, between: 1, length: from.height },
    { step: to.width, lines: to.width, between: 1, length: to.height },
  );
  return out;
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
