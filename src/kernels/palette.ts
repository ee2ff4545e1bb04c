// Pictures in the colours of a palette. Nearest colours are remembered for cells of 4 steps a side: there are only 262,144 of
// them however many pixels. Colours of the palette itself are always found exactly.
//
// What is known of a palette lies behind each other in `table`:
//   cells: 64³ of 16 bits, what is nearest to the middle of each cell; UNKNOWN; or SPECIAL less a colour that lies in it
//   next, others: 256 of 16 bits each: for each colour the next one in its cell, and what is nearest there to all else
//   blocks: 16³ of 16 bits, the number of candidates of each block of 16 steps a side, 0 where they were not looked for
//   candidates: 16³ times 256 bytes, the colours one of which is nearest to any point of the block
//   colors: 256 times 4 bytes
const CELLS: usize = 64 * 64 * 64 * 2;
const NEXT: usize = CELLS;
const OTHERS: usize = NEXT + 512;
const BLOCKS: usize = OTHERS + 512;
const CANDIDATES: usize = BLOCKS + 4096 * 2;
const COLORS: usize = CANDIDATES + 4096 * 256;

import { loadPixel } from './parts/pixel';

const UNKNOWN: i32 = -1;
const SPECIAL: i32 = -2;

function cellOf(r: i32, g: i32, b: i32): usize {
  return ((r >> 2) << 12) | ((g >> 2) << 6) | (b >> 2);
}

function squared(value: i32): i32 {
  return value * value;
}

/** The distance of a component from the nearest of 16 steps that begin at `low`. */
function nearest(value: i32, low: i32): i32 {
  return max<i32>(0, max<i32>(low - value, value - low - 15));
}

/** And from the farthest. */
function farthest(value: i32, low: i32): i32 {
  return max<i32>(value - low, low + 15 - value);
}

function red(table: usize, color: i32): i32 {
  return load<u8>(table + COLORS + color * 4);
}

function green(table: usize, color: i32): i32 {
  return load<u8>(table + COLORS + color * 4, 1);
}

function blue(table: usize, color: i32): i32 {
  return load<u8>(table + COLORS + color * 4, 2);
}

/** Writes down the candidates of the block that begins at r, g, b, and answers their number. */
function findCandidates(table: usize, count: i32, r: i32, g: i32, b: i32, block: usize): i32 {
  let limit = i32.MAX_VALUE;
  for (let i = 0; i < count; i++) {
    const far =
      squared(farthest(red(table, i), r)) +
      squared(farthest(green(table, i), g)) +
      squared(farthest(blue(table, i), b));
    limit = min<i32>(limit, far);
  }
  const into = table + CANDIDATES + block * 256;
  let found = 0;
  for (let i = 0; i < count; i++) {
    const near =
      squared(nearest(red(table, i), r)) + squared(nearest(green(table, i), g)) + squared(nearest(blue(table, i), b));
    if (near > limit) continue;
    store<u8>(into + found, <u8>i);
    found++;
  }
  store<u16>(table + BLOCKS + block * 2, <u16>found);
  return found;
}

/** The colour that is nearest to the middle of a cell, straight through red, green and blue; the first of those alike. */
function searchCell(table: usize, count: i32, r: i32, g: i32, b: i32): i32 {
  const block: usize = ((r >> 4) << 8) | ((g >> 4) << 4) | (b >> 4);
  let candidates: i32 = load<u16>(table + BLOCKS + block * 2);
  if (candidates === 0) candidates = findCandidates(table, count, r & 0xf0, g & 0xf0, b & 0xf0, block);
  let best = 0;
  let least = i32.MAX_VALUE;
  const from = table + CANDIDATES + block * 256;
  for (let i = 0; i < candidates; i++) {
    const color: i32 = load<u8>(from + i);
    const distance =
      squared(red(table, color) - (r & 0xfc) - 2) +
      squared(green(table, color) - (g & 0xfc) - 2) +
      squared(blue(table, color) - (b & 0xfc) - 2);
    if (distance >= least) continue;
    least = distance;
    best = color;
  }
  return best;
}

/** The size of a table in bytes. */
export function paletteBytes(): i32 {
  return <i32>COLORS + 1024;
}

/** Begins a table of `count` colours (1…256), four bytes each. */
export function beginPalette(table: usize, colors: usize, count: i32): void {
  memory.fill(table, 0xff, CELLS);
  memory.fill(table + BLOCKS, 0, 4096 * 2);
  memory.copy(table + COLORS, colors, count * 4);
  for (let i = 0; i < count; i++) {
    const r = red(table, i);
    const g = green(table, i);
    const b = blue(table, i);
    const cell = table + cellOf(r, g, b) * 2;
    store<i16>(table + NEXT + i * 2, <i16>(SPECIAL - load<i16>(cell)));
    store<i16>(table + OTHERS + i * 2, <i16>searchCell(table, count, r, g, b));
    store<i16>(cell, <i16>(SPECIAL - i));
  }
}

/** The colour for a point. */
function findColor(table: usize, count: i32, r: i32, g: i32, b: i32): i32 {
  const cell = table + cellOf(r, g, b) * 2;
  const known: i32 = load<i16>(cell);
  if (known >= 0) return known;
  if (known === UNKNOWN) {
    const found = searchCell(table, count, r, g, b);
    store<i16>(cell, <i16>found);
    return found;
  }
  for (let i = SPECIAL - known; i >= 0; i = load<i16>(table + NEXT + i * 2)) {
    if (red(table, i) === r && green(table, i) === g && blue(table, i) === b) return i;
  }
  return load<i16>(table + OTHERS + (SPECIAL - known) * 2);
}

/** Four components brought between 0 and 255. */
function clamp(pixel: v128): v128 {
  return f32x4.pmin(f32x4.pmax(pixel, f32x4.splat(0)), f32x4.splat(255));
}

/** Gives a pixel its colour, in place, and answers the share of its error; none of a clear one, which becomes black. */
function mapPixel(row: usize, channels: i32, table: usize, colors: i32, spread: v128, shares: v128): v128 {
  if (channels === 4 && load<u8>(row, 3) < 128) {
    store<u32>(row, 0);
    return f32x4.splat(0);
  }
  const pixel = clamp(f32x4.add(loadPixel(row), spread));
  const point = i32x4.trunc_sat_f32x4_s(f32x4.add(pixel, f32x4.splat(0.5)));
  const r = i32x4.extract_lane(point, 0);
  const g = i32x4.extract_lane(point, 1);
  const color = table + COLORS + findColor(table, colors, r, g, i32x4.extract_lane(point, 2)) * 4;
  store<u8>(row, load<u8>(color));
  store<u8>(row, load<u8>(color, 1), 1);
  store<u8>(row, load<u8>(color, 2), 2);
  if (channels === 4) store<u8>(row, 255, 3);
  return f32x4.mul(f32x4.sub(pixel, loadPixel(color)), shares);
}

/** The errors for a pixel: those for it from the row before, and that of its neighbour on the left. */
function spreadTo(here: usize, last: v128): v128 {
  return f32x4.add(v128.load(here), f32x4.mul(last, f32x4.splat(7)));
}

/** The errors for the pixel below the last one, which is the second of three in a row. */
function spreadBelow(error: v128, last: v128, second: v128): v128 {
  return f32x4.add(f32x4.mul(error, f32x4.splat(3)), f32x4.add(f32x4.mul(last, f32x4.splat(5)), second));
}

/** Pixels by which the second of two rows stays behind the first: what it needs is there before it comes. */
const LAG = 2;

/**
 * Maps two rows of `count` pixels, in place. `errors` are three rows of four floats a pixel, with a pixel of room on either side:
 * those that the row before left, room, and those for the row to come; the last are brought to the first place. `share` is the
 * part of an error that a sixteenth of it is, and 0 where it is not spread (Floyd and Steinberg, 1976: seven to the right, three
 * below left, five below, one below right). Alpha becomes all or nothing: what is clear is black, and spreads nothing. Each
 * pixel waits for the one before it; so two rows are mapped at once, neither of which waits for the other.
 */
export function mapRows(
  rows: usize,
  count: i32,
  channels: i32,
  table: usize,
  colors: i32,
  share: f32,
  errors: usize,
): void {
  const shares = f32x4.splat(share);
  const between = errors + <usize>(count + 2) * 16;
  const below = between + <usize>(count + 2) * 16;
  const none = f32x4.splat(0);
  // Errors of the pixels before, and of those before them, of either row.
  let upper = none;
  let upperBefore = none;
  let lower = none;
  let lowerBefore = none;
  for (let n = 0; n <= count + LAG; n++) {
    if (n <= count) {
      const row = rows + n * channels;
      const spread = spreadTo(errors + (n + 1) * 16, upper);
      const error = n < count ? mapPixel(row, channels, table, colors, spread, shares) : none;
      v128.store(between + n * 16, spreadBelow(error, upper, upperBefore));
      upperBefore = upper;
      upper = error;
    }
    const m = n - LAG;
    if (m < 0) continue;
    const row = rows + (count + m) * channels;
    const spread = spreadTo(between + (m + 1) * 16, lower);
    const error = m < count ? mapPixel(row, channels, table, colors, spread, shares) : none;
    v128.store(below + m * 16, spreadBelow(error, lower, lowerBefore));
    lowerBefore = lower;
    lower = error;
  }
  memory.copy(errors, below, <usize>(count + 1) * 16);
}

/**
 * `count` pixels of four bytes without what is clear (alpha below 128), as three bytes: it repeats the colour before it, at
 * first `color`. Answers the last colour.
 */
export function coverClear(into: usize, row: usize, count: i32, color: i32): i32 {
  const end = row + <usize>count * 4;
  let last = color;
  for (; row < end; row += 4, into += 3) {
    if (load<u8>(row, 3) >= 128) last = load<u32>(row);
    store<u16>(into, <u16>last);
    store<u8>(into, <u8>(last >> 16), 2);
  }
  return last;
}
