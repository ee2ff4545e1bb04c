import type { Sums } from './reduce-sums.ts';
import { LANE, putCourse, type Work } from './reduce-rows.ts';
import type { RowReader } from './ring.ts';

/** Some rows at once: as many at most as have room in `LANE` bytes. */
export interface BandReader {
  /** Puts rows from `y` on at an address, `stride` bytes from each other. */
  readonly read: (y: number, count: number, into: number, stride: number) => void;
}

/** Rows that are as long as they were. */
export class WholeRows implements BandReader {
  readonly #rows: RowReader;

  constructor(rows: RowReader) {
    this.#rows = rows;
  }

  read(y: number, count: number, into: number, stride: number): void {
    for (let i = 0; i < count; i++) this.#rows.read(y + i, into + i * stride);
  }
}

/** The pixels of a row that are wanted, and those beyond its ends that stand for the picture around it. */
interface Span {
  /** Of the picture, before they become means. */
  readonly start: number;
  readonly count: number;
  /** Means. */
  readonly size: number;
  readonly before: number;
  readonly after: number;
}

/** Places ascend. */
const ends = (places: Int32Array): readonly [number, number] => [places[0] ?? 0, places.at(-1) ?? 0];

/** The span of rows of `from` pixels that sums are made of. */
export function spanOf({ mean, size, first, taps }: Sums, from: number): Span {
  const [least, most] = [Math.min(...ends(first)), Math.max(...ends(first)) + taps];
  const [start, end] = [Math.max(0, least), Math.min(size, most)];
  const count = Math.min(from, end * mean) - start * mean;
  return { start: start * mean, count, size: end - start, before: start - least, after: most - end };
}

/** Rows that become shorter by means of `mean` pixels: as many pixels of `whole` as are needed. */
class MeanColumns implements RowReader {
  readonly #work: Work;
  readonly #rows: RowReader;
  readonly #mean: number;
  readonly #span: Span;
  readonly #whole: number;

  constructor(work: Work, rows: RowReader, mean: number, span: Span) {
    [this.#work, this.#rows, this.#mean, this.#span] = [work, rows, mean, span];
    this.#whole = work.arena.take(span.size * mean * work.channels * work.depth.bytes);
  }

  read(y: number, into: number): void {
    const { arena, depth, channels } = this.#work;
    const { count, size } = this.#span;
    const pixel = channels * depth.bytes;
    this.#rows.read(y, this.#whole);
    arena.kernels.repeatPixels(this.#whole, count * pixel, pixel, 0, (size * this.#mean - count) * pixel);
    depth.shrinkAcross(into, this.#whole, this.#mean, size, channels);
  }
}

/**
 * Rows of pixels that are sums of some pixels each of their row: of as many rows at once as have room in `LANE` bytes, which
 * are transposed for that, so that all lanes have the same weight.
 */
export class SummedColumns implements BandReader {
  readonly #work: Work;
  readonly #sums: Sums;
  readonly #span: Span;
  readonly #shrunk: RowReader;
  readonly #course: number;
  /** Bytes of a pixel of all rows. */
  readonly #pixel: number;
  readonly #blocks: number;
  readonly #rows: number;
  readonly #padded: number;
  readonly #madeBlocks: number;
  readonly #made: number;
  readonly #room: number;

  constructor(work: Work, rows: RowReader, sums: Sums, span: Span) {
    const { arena, depth, channels } = work;
    const { size, before, after } = span;
    const band = LANE / depth.bytes;
    [this.#work, this.#sums, this.#span] = [work, sums, span];
    this.#pixel = channels * LANE;
    this.#course = putCourse(work, sums, this.#pixel);
    this.#shrunk = sums.mean === 1 ? rows : new MeanColumns(work, rows, sums.mean, span);
    this.#blocks = Math.ceil((size * channels) / band);
    this.#rows = arena.take(this.#blocks * LANE * band);
    this.#padded = arena.take((before + after) * this.#pixel + this.#blocks * band * LANE);
    this.#madeBlocks = Math.ceil((sums.first.length * channels) / band);
    this.#made = arena.take(this.#madeBlocks * band * LANE);
    this.#room = arena.take(2 * LANE * LANE);
  }

  read(y: number, count: number, into: number, intoStride: number): void {
    const { arena, depth } = this.#work;
    const { size, before, after } = this.#span;
    const { first, taps } = this.#sums;
    const [pixel, step, stride] = [this.#pixel, (LANE / depth.bytes) * LANE, this.#blocks * LANE];
    const columns = this.#padded + before * pixel;
    for (let i = 0; i < count; i++) this.#shrunk.read(y + i, this.#rows + i * stride);
    depth.transpose(columns, step, LANE, this.#rows, LANE, stride, this.#blocks, this.#room);
    arena.kernels.repeatPixels(columns, size * pixel, pixel, before * pixel, after * pixel);
    depth.reduceAcross(this.#made, this.#padded, this.#course, taps / 2, first.length, pixel);
    depth.transpose(into, LANE, intoStride, this.#made, step, LANE, this.#madeBlocks, this.#room);
  }
}
