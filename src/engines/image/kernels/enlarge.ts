import type { Rect, Size } from '../../../model/geometry.ts';
import type { Kernel, Reading } from '../../../layout/reading.ts';
import { cubic, type Filter, lanczos3, linear } from './filters.ts';
import { makeRowWriter, type Raster, rowsOf } from './raster.ts';
import { Ring } from './ring.ts';
import type { ReadRow } from './rows.ts';
import { type Arena, openArena, SAMPLE } from './simd/arena.ts';

/** The neighbours on either side that a pixel is the sum of: as far as lanczos3 looks. */
const REACH = 3;
const TAPS = 2 * REACH;

// The magic kernel is one for reducing: of its sharpening nothing is wanted where there is no more to be seen.
const FILTERS: Readonly<Record<Kernel, Filter>> = { linear, cubic, lanczos3, mks2013: cubic };

/** A direction in which a picture is enlarged: from so many pixels to so many, of which `count` from `start` on are wanted. */
interface Course {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly count: number;
  readonly kernel: Kernel;
}

/** The place of a pixel among those that it is made of, the centres of which are whole numbers. */
const placeOf = ({ from, to }: Course, x: number): number => ((x + 0.5) * from) / to - 0.5;

/** The pixels that a course looks at, without those beyond the picture. */
function seenBy(course: Course): readonly [start: number, count: number] {
  const { start, count, from } = course;
  const first = Math.max(0, Math.floor(placeOf(course, start)) - REACH + 1);
  const end = Math.min(from, Math.floor(placeOf(course, start + count - 1)) + REACH + 1);
  return [first, end - first];
}

const coursesOf = (size: Size, { scaled, window, kernel }: Reading) => ({
  across: { from: size.width, to: scaled.width, start: window.x, count: window.width, kernel },
  down: { from: size.height, to: scaled.height, start: window.y, count: window.height, kernel },
});

/** The part of a picture of `size`, no larger than it is scaled to, that a reading is made of. */
export function neededFor(size: Size, reading: Reading): Rect {
  const { across, down } = coursesOf(size, reading);
  const [[x, width], [y, height]] = [seenBy(across), seenBy(down)];
  return { x, y, width, height };
}

/** Parts of weights: sums of 8 bits have no error that could be seen, and plain colours come out as they are. */
const WEIGHT_SUM = 2 ** 16;

/** The `TAPS` neighbours that each pixel of a course is the sum of; the first ones may lie beyond the picture. */
interface Sums {
  readonly first: Int32Array;
  readonly weights: Float32Array;
}

/** Rounds the weights from `start` on to parts of `WEIGHT_SUM` that add up to one; the one at `heaviest` gets what rounding leaves over. */
function balance(weights: Float32Array, start: number, heaviest: number): void {
  const end = start + TAPS;
  let total = 0;
  for (let i = start; i < end; i++) total += weights[i] ?? 0;
  let missing = WEIGHT_SUM;
  for (let i = start; i < end; i++) {
    const parts = Math.round(((weights[i] ?? 0) / total) * WEIGHT_SUM);
    weights[i] = parts / WEIGHT_SUM;
    missing -= parts;
  }
  weights[heaviest] = (weights[heaviest] ?? 0) + missing / WEIGHT_SUM;
}

function sumsOf(course: Course): Sums {
  const { from, to, start, count, kernel } = course;
  // A direction that is as large as it was takes its pixels as they are.
  const filter = from === to ? linear : FILTERS[kernel];
  const first = new Int32Array(count);
  const weights = new Float32Array(count * TAPS);
  for (let i = 0; i < count; i++) {
    const place = placeOf(course, start + i);
    const before = Math.floor(place);
    const nearest = place - before < 0.5 ? REACH - 1 : REACH;
    first[i] = before - REACH + 1;
    const own = i * TAPS;
    for (let tap = 0; tap < TAPS; tap++) weights[own + tap] = filter(Math.abs(place - before + REACH - 1 - tap));
    balance(weights, own, own + nearest);
  }
  return { first, weights };
}

/** Reads rows whose pixels lie where a course wants them; those of the raster begin at its pixel `at`. */
function readAcross(arena: Arena, raster: Raster, { first, weights }: Sums, at: number): ReadRow {
  const { kernels } = arena;
  const { width, channels } = raster;
  const rows = rowsOf(arena, raster);
  const pixel = channels * SAMPLE;
  const margin = REACH * pixel;
  const padded = arena.take(width * pixel + 2 * margin);
  const places = arena.take(first.length * SAMPLE);
  const weighed = arena.put(weights);
  arena.addresses(places, first.length).set(first.map((index) => (index - at) * pixel + margin));
  return (y, into) => {
    rows.read(y, padded + margin);
    kernels.repeatEnds(padded + margin, width * channels, channels, REACH, REACH);
    kernels.sumAcross(into, padded, places, weighed, first.length, channels);
  };
}

/**
 * Draws what a reading shows of a picture of `size`, no larger than it is scaled to: pixels are the sums of their neighbours,
 * as the filter weighs them by the distances of centres; edges are repeated, colours weigh by alpha. `raster` is the part
 * `at` of the picture, as `neededFor` tells.
 */
export function enlarge<Data extends Uint8Array | Uint16Array>(
  raster: Raster<Data>,
  { at, size }: { readonly at: Rect; readonly size: Size },
  reading: Reading,
): Data {
  const arena = openArena();
  const { kernels } = arena;
  const { width, height } = reading.window;
  const courses = coursesOf(size, reading);
  const down = sumsOf(courses.down);
  const length = width * raster.channels;
  const read = readAcross(arena, raster, sumsOf(courses.across), at.x);
  const ring = new Ring(arena, { read }, { bytes: length * SAMPLE, height: raster.height, count: TAPS });
  const weights = arena.put(down.weights);
  const summed = arena.takeRow(length);
  const { data, write } = makeRowWriter(arena, raster, { width, height });
  for (let y = 0; y < height; y++) {
    const rows = ring.from((down.first[y] ?? 0) - at.y);
    kernels.sumRows(summed, rows, weights + y * TAPS * SAMPLE, length);
    write(y, summed);
  }
  return data;
}
