import type { Rect } from '../../../model/geometry.ts';
import type { AnyPicture } from '../../picture.ts';
import type { Reading } from '../../../layout/reading.ts';
import { type BandReader, spanOf, SummedColumns, WholeRows } from './reduce-columns.ts';
import {
  bytesOf,
  type Depth,
  depthOf,
  LANE,
  LaterRows,
  meansOf,
  StoredRows,
  SummedRows,
  type Work,
} from './reduce-rows.ts';
import { meanOf, type ReducingCourse, type Run, sumsOf } from './reduce-sums.ts';
import { type Arena, openArena } from './simd/arena.ts';

/**
 * The strips in which libvips would draw: those of a file are lower than those of memory, and so it rounds the places of some
 * rows otherwise (960×641 to 480×320: one sample in a thousand differs by one). Of a file that is read in tiles they end with
 * these, and so some columns are rounded otherwise, too.
 */
export type Strips = 'file' | 'tiles' | 'memory';

/** The rows of strips. */
const FILE_ROWS = 10;
const MEMORY_ROWS = 16;
/** The side of the tiles that it draws where it reads tiles, or rows become means first. */
const TILE = 128;

/** Columns and rows of which libvips adds up the places: in tiles where it reads them or rows become means, and of these again in strips. */
function runsOf(across: ReducingCourse, down: ReducingCourse, strips: Strips): readonly [Run, Run] {
  const isTiled = meanOf(down) > 1;
  const columns: Run = {
    origin: across.start,
    length: isTiled || strips === 'tiles' ? TILE : Number.POSITIVE_INFINITY,
  };
  if (strips !== 'memory') return [columns, { origin: 0, length: FILE_ROWS }];
  return [columns, { origin: down.start, length: isTiled && meanOf(across) === 1 ? TILE : MEMORY_ROWS }];
}

/** The rows that a reading is made of, and the bytes of each that are wanted. */
function readerOf(
  arena: Arena,
  depth: Depth,
  picture: AnyPicture,
  part: Rect,
  reading: Reading,
  strips: Strips,
): BandReader {
  const { scaled, window, kernel } = reading;
  const across = { from: part.width, to: scaled.width, start: window.x, count: window.width, kernel };
  const down = { from: part.height, to: scaled.height, start: window.y, count: window.height, kernel };
  const [columns, lines] = runsOf(across, down, strips);
  const acrossSums = across.from === across.to ? undefined : sumsOf(across, columns);
  const downSums = down.from === down.to ? undefined : sumsOf(down, lines);
  const span = acrossSums && spanOf(acrossSums, part.width);
  const { start, count } = span ?? { start: window.x, count: window.width };
  const work: Work = { arena, depth, channels: picture.channels, width: count };
  const stored = new StoredRows(work, picture, part, start);
  const rows = downSums
    ? new SummedRows(work, meansOf(work, stored, downSums, part.height), downSums)
    : new LaterRows(stored, window.y);
  return acrossSums && span ? new SummedColumns(work, rows, acrossSums, span) : new WholeRows(rows);
}

/**
 * The part `part` of a picture, reduced, to the byte as libvips reduces it: its sums are whole numbers, rounded down the rows first
 * and then across them, colours multiplied by alpha. A side may stay as long as it is. Bytes that have alpha are worked on as words,
 * and become bytes at the end (see `widened`).
 */
export function reduce<P extends AnyPicture>(picture: P, part: Rect, reading: Reading, strips: Strips): P {
  const arena = openArena();
  const depth = depthOf(arena, picture);
  const rows = readerOf(arena, depth, picture, part, reading, strips);
  const { width, height } = reading.window;
  const { channels } = picture;
  const samples = width * channels;
  const length = samples * depth.bytes;
  const stride = Math.ceil(length / LANE) * LANE;
  const band = LANE / depth.bytes;
  const into = arena.take(stride * band);
  const isBytes = picture.data.BYTES_PER_ELEMENT === 1;
  const data = isBytes ? new Uint8Array(samples * height) : new Uint16Array(samples * height);
  const bytes = bytesOf(data);
  const rowLength = samples * data.BYTES_PER_ELEMENT;
  for (let y = 0; y < height; y += band) {
    const count = Math.min(band, height - y);
    rows.read(y, count, into, stride);
    for (let i = 0; i < count; i++) {
      const row = into + i * stride;
      if (channels === 4) depth.divideAlpha?.(row, width);
      depth.toBytes?.(row, row, samples);
      bytes.set(arena.bytes(row, rowLength), (y + i) * rowLength);
    }
  }
  return { ...picture, data, width, height };
}
