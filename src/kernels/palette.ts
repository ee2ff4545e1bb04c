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

/**
 * Maps a row of `count` pixels, in place. `here` are the errors that the row before left for it, `below` those for the next
 * one: four floats a pixel, with a pixel of room on either side. `share` is the part of an error that a sixteenth of it is, and
 * 0 where it is not spread (Floyd and Steinberg, 1976: seven to the right, three below left, five below, one below right).
 * Alpha becomes all or nothing: what is clear is black, and spreads nothing.
 */
export function mapRow(
  row: usize,
  count: i32,
  channels: i32,
  table: usize,
  colors: i32,
  share: f32,
  here: usize,
  below: usize,
): void {
  const end = row + count * channels;
  const shares = f32x4.splat(share);
  // Errors of the pixel before this one, and of the one before that.
  let last = f32x4.splat(0);
  let second = f32x4.splat(0);
  for (; row < end; row += channels) {
    here += 16;
    let error = f32x4.splat(0);
    if (channels === 3 || load<u8>(row, 3) >= 128) {
      const spread = f32x4.add(v128.load(here), f32x4.mul(last, f32x4.splat(7)));
      const pixel = clamp(f32x4.add(loadPixel(row), spread));
      const point = i32x4.trunc_sat_f32x4_s(f32x4.add(pixel, f32x4.splat(0.5)));
      const r = i32x4.extract_lane(point, 0);
      const g = i32x4.extract_lane(point, 1);
      const found = findColor(table, colors, r, g, i32x4.extract_lane(point, 2));
      const color = table + COLORS + found * 4;
      error = f32x4.mul(f32x4.sub(pixel, loadPixel(color)), shares);
      store<u8>(row, load<u8>(color));
      store<u8>(row, load<u8>(color, 1), 1);
      store<u8>(row, load<u8>(color, 2), 2);
      if (channels === 4) store<u8>(row, 255, 3);
    } else store<u32>(row, 0);
    const beside = f32x4.add(f32x4.mul(last, f32x4.splat(5)), second);
    v128.store(below, f32x4.add(f32x4.mul(error, f32x4.splat(3)), beside));
    below += 16;
    second = last;
    last = error;
  }
  v128.store(below, f32x4.add(f32x4.mul(last, f32x4.splat(5)), second));
}
