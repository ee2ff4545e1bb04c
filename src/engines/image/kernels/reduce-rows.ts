import type { Rect } from '../../../model/geometry.ts';
import type { AnyPicture } from '../../picture.ts';
import type { Sums } from './reduce-sums.ts';
import { Ring, type RowReader } from './ring.ts';
import { type Arena, SAMPLE } from './simd/arena.ts';
import type { Kernels } from './simd/kernels.ts';

/** Bytes that the kernels work on at once. */
export const LANE = 16;

/** Rows that become means are brought in so many at a time. */
const MEAN_ROWS = 8;

/** The functions for samples of one depth. */
export interface Depth {
  readonly bytes: 1 | 2;
  readonly reduceDown: Kernels['reduceDown'];
  readonly reduceAcross: Kernels['reduceAcross'];
  readonly transpose: Kernels['transposeBytes'];
  readonly addRows: Kernels['addRows'];
  readonly meanRow: Kernels['meanRow'];
  readonly shrinkAcross: Kernels['shrinkAcross'];
  /** Multiplies colours by alpha, and divides them by it; absent where no samples have it. */
  readonly multiplyAlpha?: Kernels['multiplyAlpha'];
  readonly divideAlpha?: Kernels['divideAlpha'];
  /** Makes such samples of bytes, and these of them; absent where samples are as they are held. */
  readonly fromBytes?: Kernels['widenBytes'];
  readonly toBytes?: Kernels['narrowWords'];
}

const bytesDepth = (kernels: Kernels): Depth => ({
  bytes: 1,
  reduceDown: kernels.reduceDown,
  reduceAcross: kernels.reduceAcross,
  transpose: kernels.transposeBytes,
  addRows: kernels.addRows,
  meanRow: kernels.meanRow,
  shrinkAcross: kernels.shrinkAcross,
});

const wordsDepth = (kernels: Kernels): Depth => ({
  bytes: 2,
  reduceDown: kernels.reduceWordsDown,
  reduceAcross: kernels.reduceWordsAcross,
  transpose: kernels.transposeWords,
  addRows: kernels.addWordRows,
  meanRow: kernels.meanWordRow,
  shrinkAcross: kernels.shrinkWordsAcross,
  multiplyAlpha: kernels.multiplyAlpha,
  divideAlpha: kernels.divideAlpha,
});

/** Bytes that are worked on as words. */
const widenedDepth = (kernels: Kernels): Depth => ({
  ...wordsDepth(kernels),
  fromBytes: kernels.widenBytes,
  toBytes: kernels.narrowWords,
});

/** The samples that a picture is reduced in: its own, or words, where bytes are multiplied by alpha. */
export function depthOf({ kernels }: Arena, { data, channels }: AnyPicture): Depth {
  if (data.BYTES_PER_ELEMENT > 1) return wordsDepth(kernels);
  return channels === 4 ? widenedDepth(kernels) : bytesDepth(kernels);
}

/** Rows of some columns of a picture, which are reduced in the kernels' memory. */
export interface Work {
  readonly arena: Arena;
  readonly depth: Depth;
  readonly channels: number;
  /** Pixels of a row. */
  readonly width: number;
}

export const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/*
 * The stages that rows go through are classes, and not functions that hold what they need: V8 compiles those anew for each picture.
 */

/** Rows of a part of a picture as it is held, of `work.width` pixels from its column `start` on; colours multiplied by alpha. */
export class StoredRows implements RowReader {
  readonly #work: Work;
  readonly #bytes: Uint8Array;
  readonly #first: number;
  readonly #stride: number;
  readonly #length: number;
  readonly #stored: number | undefined;

  constructor(work: Work, { data, width }: AnyPicture, part: Rect, start: number) {
    const pixel = work.channels * data.BYTES_PER_ELEMENT;
    this.#work = work;
    this.#bytes = bytesOf(data);
    this.#first = (part.y * width + part.x + start) * pixel;
    this.#stride = width * pixel;
    this.#length = work.width * pixel;
    this.#stored = work.depth.fromBytes && work.arena.take(this.#length);
  }

  read(y: number, into: number): void {
    const { arena, depth, channels, width } = this.#work;
    const at = this.#first + y * this.#stride;
    const stored = this.#stored ?? into;
    arena.bytes(stored, this.#length).set(this.#bytes.subarray(at, at + this.#length));
    depth.fromBytes?.(into, stored, this.#length);
    if (channels === 4) depth.multiplyAlpha?.(into, width);
  }
}

/** Rows from `first` on. */
export class LaterRows implements RowReader {
  readonly #rows: RowReader;
  readonly #first: number;

  constructor(rows: RowReader, first: number) {
    [this.#rows, this.#first] = [rows, first];
  }

  read(y: number, into: number): void {
    this.#rows.read(this.#first + y, into);
  }
}

/** Rows that are means of `of` rows each, of `height` in all. */
class MeanRows implements RowReader {
  readonly #work: Work;
  readonly #rows: RowReader;
  readonly #of: number;
  readonly #height: number;
  readonly #slots: readonly number[];
  readonly #addresses: number;
  readonly #sums: number;

  constructor(work: Work, rows: RowReader, of: number, height: number) {
    const { arena, depth, channels, width } = work;
    const length = width * channels;
    [this.#work, this.#rows, this.#of, this.#height] = [work, rows, of, height];
    this.#slots = Array.from({ length: Math.min(of, MEAN_ROWS) }, () => arena.take(length * depth.bytes));
    this.#addresses = arena.take(this.#slots.length * SAMPLE);
    this.#sums = arena.take(length * SAMPLE);
    arena.addresses(this.#addresses, this.#slots.length).set(this.#slots);
    arena.bytes(this.#sums, length * SAMPLE).fill(0);
  }

  read(y: number, into: number): void {
    const { depth, channels, width } = this.#work;
    const length = width * channels;
    for (let done = 0; done < this.#of; done += this.#slots.length) {
      const count = Math.min(this.#slots.length, this.#of - done);
      for (let i = 0; i < count; i++) {
        this.#rows.read(Math.min(this.#height - 1, y * this.#of + done + i), this.#slots[i] ?? 0);
      }
      depth.addRows(this.#sums, this.#addresses, count, length);
    }
    depth.meanRow(into, this.#sums, this.#of, length);
  }
}

/** The rows of a picture of `height` rows, or the means that sums are of. */
export const meansOf = (work: Work, rows: RowReader, { mean }: Sums, height: number): RowReader =>
  mean === 1 ? rows : new MeanRows(work, rows, mean, height);

/** The weights of sums in the kernels' memory. */
class Weights {
  readonly #address: number;
  readonly #size: number;

  constructor({ arena, depth }: Work, { weights, taps }: Sums) {
    this.#size = SAMPLE + taps * 2;
    const table = new DataView(new ArrayBuffer((weights.length / taps) * this.#size));
    for (let i = 0, at = 0; i < weights.length; at += this.#size) {
      let sum = 0;
      for (let tap = 0; tap < taps; tap++, i++) {
        const weight = weights[i] ?? 0;
        sum += weight;
        table.setInt16(at + SAMPLE + tap * 2, weight, true);
      }
      // Words are taken as signed ones: that much too low.
      table.setInt32(at, 2048 + (depth.bytes === 1 ? 0 : sum * 32_768), true);
    }
    this.#address = arena.take(table.byteLength);
    arena.bytes(this.#address, table.byteLength).set(bytesOf(table));
  }

  /** The address of those of a phase. */
  of(phase: number): number {
    return this.#address + phase * this.#size;
  }
}

/** Rows that are sums of some rows each; read in ascending order. */
export class SummedRows implements RowReader {
  readonly #work: Work;
  readonly #sums: Sums;
  readonly #ring: Ring;
  readonly #weights: Weights;

  constructor(work: Work, rows: RowReader, sums: Sums) {
    const { arena, depth, channels, width } = work;
    [this.#work, this.#sums] = [work, sums];
    this.#ring = new Ring(arena, rows, {
      bytes: width * channels * depth.bytes,
      height: sums.size,
      count: sums.taps,
    });
    this.#weights = new Weights(work, sums);
  }

  read(y: number, into: number): void {
    const { depth, channels, width } = this.#work;
    const { first, phase, taps } = this.#sums;
    const rows = this.#ring.from(first[y] ?? 0);
    depth.reduceDown(into, rows, this.#weights.of(phase[y] ?? 0), taps / 2, width * channels);
  }
}

/** The places and weights of the sums of a row in the kernels' memory; a pixel has `pixel` bytes there. */
export function putCourse(work: Work, sums: Sums, pixel: number): number {
  const { first, phase } = sums;
  const weights = new Weights(work, sums);
  const course = work.arena.take(first.length * 2 * SAMPLE);
  const least = first[0] ?? 0;
  const entries = work.arena.addresses(course, first.length * 2);
  for (let i = 0; i < first.length; i++) {
    entries[2 * i] = ((first[i] ?? 0) - least) * pixel;
    entries[2 * i + 1] = weights.of(phase[i] ?? 0);
  }
  return course;
}
