import type { Rect } from '../../../model/geometry.ts';
import type { AnyPicture } from '../../picture.ts';
import type { Reading } from '../../../layout/reading.ts';
import { meanOf, type ReducingCourse, type Run, type Sums, sumsOf } from './reduce-sums.ts';
import { type Arena, openArena, SAMPLE } from './simd/arena.ts';
import type { Kernels } from './simd/kernels.ts';

/**
 * The strips in which libvips would draw: those of a file are lower than those of memory, and so it rounds the places of some
 * rows otherwise (960×641 to 480×320: one sample in a thousand differs by one).
 */
export type Strips = 'file' | 'memory';

/** The rows of strips. */
const FILE_ROWS = 10;
const MEMORY_ROWS = 16;
/** The side of the tiles that it draws where rows become means first. */
const TILE = 128;

/** Bytes that the kernels work on at once. */
const LANE = 16;

/** Rows that become means are brought in so many at a time. */
const MEAN_ROWS = 8;

/** The functions for samples of one depth. */
interface Depth {
  readonly bytes: 1 | 2;
  readonly reduceDown: Kernels['reduceDown'];
  readonly reduceAcross: Kernels['reduceAcross'];
  readonly transpose: Kernels['transposeBytes'];
  readonly addRows: Kernels['addRows'];
  readonly meanRow: Kernels['meanRow'];
  readonly shrinkAcross: Kernels['shrinkAcross'];
  readonly multiplyAlpha: Kernels['multiplyAlpha'];
  readonly divideAlpha: Kernels['divideAlpha'];
}

function depthOf(kernels: Kernels, { data }: AnyPicture): Depth {
  if (data.BYTES_PER_ELEMENT === 1) return { bytes: 1, ...kernels, transpose: kernels.transposeBytes };
  return {
    bytes: 2,
    reduceDown: kernels.reduceWordsDown,
    reduceAcross: kernels.reduceWordsAcross,
    transpose: kernels.transposeWords,
    addRows: kernels.addWordRows,
    meanRow: kernels.meanWordRow,
    shrinkAcross: kernels.shrinkWordsAcross,
    multiplyAlpha: kernels.multiplyWordAlpha,
    divideAlpha: kernels.divideWordAlpha,
  };
}

/** Rows of some columns of a picture, which are reduced in the kernels' memory. */
interface Work {
  readonly arena: Arena;
  readonly depth: Depth;
  readonly channels: number;
  /** Samples of a row. */
  readonly length: number;
}

/** Puts a row at an address. */
type Put = (y: number, into: number) => void;

/** The weights of sums in the kernels' memory: the address of those of each phase. */
function putWeights(arena: Arena, { weights, taps }: Sums, bytes: 1 | 2): (phase: number) => number {
  const size = SAMPLE + taps * 2;
  const phases = weights.length / taps;
  const address = arena.take(phases * size);
  for (let phase = 0; phase < phases; phase++) {
    const own = weights.subarray(phase * taps, (phase + 1) * taps);
    // Words are taken as signed ones: that much too low.
    const missing = bytes === 1 ? 0 : own.reduce((sum, weight) => sum + weight, 0) * 32_768;
    arena.addresses(address + phase * size, 1)[0] = 2048 + missing;
    arena.words(address + phase * size + SAMPLE, taps).set(own);
  }
  return (phase) => address + phase * size;
}

/** Rows that are means of some rows each. */
function meanRows({ arena, depth, length }: Work, put: Put, of: number, height: number): Put {
  if (of === 1) return put;
  const slots = Array.from({ length: Math.min(of, MEAN_ROWS) }, () => arena.take(length * depth.bytes));
  const addresses = arena.take(slots.length * SAMPLE);
  const sums = arena.take(length * SAMPLE);
  arena.addresses(addresses, slots.length).set(slots);
  arena.bytes(sums, length * SAMPLE).fill(0);
  return (y, into) => {
    for (let done = 0; done < of; done += slots.length) {
      const rows = Math.min(slots.length, of - done);
      for (let i = 0; i < rows; i++) put(Math.min(height - 1, y * of + done + i), slots[i] ?? 0);
      depth.addRows(sums, addresses, rows, length);
    }
    depth.meanRow(into, sums, of, length);
  };
}

/** Rows that are sums of some rows each; asked for in ascending order. */
function sumRows({ arena, depth, length }: Work, put: Put, sums: Sums): Put {
  const { size, first, phase, taps } = sums;
  const slots = Array.from({ length: Math.min(size, taps) }, () => arena.take(length * depth.bytes));
  const weights = putWeights(arena, sums, depth.bytes);
  const table = arena.take(taps * SAMPLE);
  let filled = 0;
  return (y, into) => {
    const start = first[y] ?? 0;
    const end = Math.min(size, start + taps);
    for (filled = Math.max(filled, start, 0); filled < end; filled++) put(filled, slots[filled % slots.length] ?? 0);
    const addresses = arena.addresses(table, taps);
    for (let i = 0; i < taps; i++) {
      addresses[i] = slots[Math.min(size - 1, Math.max(0, start + i)) % slots.length] ?? 0;
    }
    depth.reduceDown(into, table, weights(phase[y] ?? 0), taps / 2, length);
  };
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

function spanOf({ mean, size, first, taps }: Sums, from: number): Span {
  const [least, most] = [Math.min(...ends(first)), Math.max(...ends(first)) + taps];
  const [start, end] = [Math.max(0, least), Math.min(size, most)];
  const count = Math.min(from, end * mean) - start * mean;
  return { start: start * mean, count, size: end - start, before: start - least, after: most - end };
}

/** Places ascend. */
const ends = (places: Int32Array): readonly [number, number] => [places[0] ?? 0, places.at(-1) ?? 0];

/** Some rows at an address each, from row `y` on. */
type PutRows = (y: number, count: number, into: number, stride: number) => void;

const oneByOne =
  (put: Put): PutRows =>
  (y, count, into, stride) => {
    for (let i = 0; i < count; i++) put(y + i, into + i * stride);
  };

/** Rows that become shorter by means: as many pixels of `whole` as are needed. */
function meanColumns(work: Work, put: Put, mean: number, { count, size }: Span): Put {
  if (mean === 1) return put;
  const { arena, depth, channels } = work;
  const pixel = channels * depth.bytes;
  const whole = arena.take(size * mean * pixel);
  return (y, into) => {
    put(y, whole);
    arena.kernels.repeatPixels(whole, count * pixel, pixel, 0, (size * mean - count) * pixel);
    depth.shrinkAcross(into, whole, mean, size, channels);
  };
}

/** The places and weights of the sums of a row in the kernels' memory; a pixel has `pixel` bytes there. */
function putCourse({ arena, depth }: Work, sums: Sums, pixel: number): number {
  const { first, phase } = sums;
  const weights = putWeights(arena, sums, depth.bytes);
  const course = arena.take(first.length * 2 * SAMPLE);
  const least = first[0] ?? 0;
  const entries = arena.addresses(course, first.length * 2);
  for (let i = 0; i < first.length; i++) {
    entries[2 * i] = ((first[i] ?? 0) - least) * pixel;
    entries[2 * i + 1] = weights(phase[i] ?? 0);
  }
  return course;
}

/**
 * Rows of pixels that are sums of some pixels each of their row: of as many rows at once as have room in `LANE` bytes, which
 * are transposed for that, so that all lanes have the same weight.
 */
function sumColumns(work: Work, put: Put, sums: Sums, span: Span): PutRows {
  const { arena, depth, channels } = work;
  const { first, taps } = sums;
  const { size, before, after } = span;
  const band = LANE / depth.bytes;
  const pixel = channels * LANE;
  const course = putCourse(work, sums, pixel);
  const shrunk = meanColumns(work, put, sums.mean, span);
  const blocks = Math.ceil((size * channels) / band);
  const stride = blocks * LANE;
  const rows = arena.take(stride * band);
  const padded = arena.take((before + after) * pixel + blocks * band * LANE);
  const columns = padded + before * pixel;
  const madeBlocks = Math.ceil((first.length * channels) / band);
  const made = arena.take(madeBlocks * band * LANE);
  const room = arena.take(2 * LANE * LANE);
  return (y, count, into, intoStride) => {
    for (let i = 0; i < count; i++) shrunk(y + i, rows + i * stride);
    depth.transpose(columns, band * LANE, LANE, rows, LANE, stride, blocks, room);
    arena.kernels.repeatPixels(columns, size * pixel, pixel, before * pixel, after * pixel);
    depth.reduceAcross(made, padded, course, taps / 2, first.length, pixel);
    depth.transpose(into, LANE, intoStride, made, band * LANE, LANE, madeBlocks, room);
  };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Columns and rows of which libvips adds up the places: in tiles where rows become means, and of these again in strips. */
function runsOf(across: ReducingCourse, down: ReducingCourse, strips: Strips): readonly [Run, Run] {
  const isTiled = meanOf(down) > 1;
  const columns: Run = { origin: across.start, length: isTiled ? TILE : Number.POSITIVE_INFINITY };
  if (strips === 'file') return [columns, { origin: 0, length: FILE_ROWS }];
  return [columns, { origin: down.start, length: isTiled && meanOf(across) === 1 ? TILE : MEMORY_ROWS }];
}

/** The rows that a reading is made of, and the bytes of each that are wanted. */
function drawing(arena: Arena, picture: AnyPicture, part: Rect, reading: Reading, strips: Strips) {
  const { scaled, window, kernel } = reading;
  const { channels } = picture;
  const depth = depthOf(arena.kernels, picture);
  const across = { from: part.width, to: scaled.width, start: window.x, count: window.width, kernel };
  const down = { from: part.height, to: scaled.height, start: window.y, count: window.height, kernel };
  const [columns, lines] = runsOf(across, down, strips);
  const acrossSums = across.from === across.to ? undefined : sumsOf(across, columns);
  const downSums = down.from === down.to ? undefined : sumsOf(down, lines);
  const span = acrossSums && spanOf(acrossSums, part.width);
  const { start, count } = span ?? { start: window.x, count: window.width };
  const work: Work = { arena, depth, channels, length: count * channels };
  const rowBytes = count * channels * depth.bytes;
  const stored = bytesOf(picture.data);
  const put: Put = (y, into) => {
    const at = ((part.y + y) * picture.width + part.x + start) * channels * depth.bytes;
    arena.bytes(into, rowBytes).set(stored.subarray(at, at + rowBytes));
    if (channels === 4) depth.multiplyAlpha(into, count);
  };
  const rows: Put = downSums
    ? sumRows(work, meanRows(work, put, downSums.mean, part.height), downSums)
    : (y, into) => put(window.y + y, into);
  return { depth, put: acrossSums && span ? sumColumns(work, rows, acrossSums, span) : oneByOne(rows) };
}

/**
 * The part `part` of a picture, reduced, to the byte as libvips reduces it: its sums are whole numbers, rounded down the rows first
 * and then across them, colours multiplied by alpha. A side may stay as long as it is.
 */
export function reduce<P extends AnyPicture>(picture: P, part: Rect, reading: Reading, strips: Strips): P {
  const arena = openArena();
  const { width, height } = reading.window;
  const { channels } = picture;
  const { depth, put } = drawing(arena, picture, part, reading, strips);
  const samples = width * channels;
  const length = samples * depth.bytes;
  const stride = Math.ceil(length / LANE) * LANE;
  const band = LANE / depth.bytes;
  const into = arena.take(stride * band);
  const data = depth.bytes === 1 ? new Uint8Array(samples * height) : new Uint16Array(samples * height);
  const bytes = bytesOf(data);
  for (let y = 0; y < height; y += band) {
    const count = Math.min(band, height - y);
    put(y, count, into, stride);
    for (let i = 0; i < count; i++) {
      const row = into + i * stride;
      if (channels === 4) depth.divideAlpha(row, width);
      bytes.set(arena.bytes(row, length), (y + i) * length);
    }
  }
  return { ...picture, data, width, height };
}
