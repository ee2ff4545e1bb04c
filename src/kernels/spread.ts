// The largest bytes around each: rows of pixels of `pixel` bytes. Whatever is written, 16 bytes at a time, has room behind it.

/** Writes the larger of each byte of two rows into a third, which may be the first. */
function writeLarger(into: usize, one: usize, other: usize, count: usize): void {
  const end = into + count;
  for (; into < end; into += 16, one += 16, other += 16) {
    v128.store(into, i8x16.max_u(v128.load(one), v128.load(other)));
  }
}

/** `row` becomes the larger of itself and another one. */
export function raiseRow(row: usize, other: usize, count: i32): void {
  writeLarger(row, row, other, count);
}

/**
 * Writes the largest of `span` pixels from each of a row on; `from` has as many pixels more, and is used up. What two windows
 * of a power of two have together is a window of up to twice as many: the time grows with the logarithm of the span.
 */
export function spreadRow(into: usize, from: usize, count: i32, pixel: i32, span: i32): void {
  let window = 1;
  const all: usize = count + (span - 1) * pixel;
  for (; 2 * window <= span; window *= 2) writeLarger(from, from, from + window * pixel, all - window * pixel);
  writeLarger(into, from, from + (span - window) * pixel, count);
}

/** Eight samples as the share of the way from one row to another, rounded. */
function between(one: v128, other: v128, share: v128): v128 {
  const start = f32x4.convert_i32x4_u(one);
  const way = f32x4.mul(f32x4.sub(f32x4.convert_i32x4_u(other), start), share);
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.add(start, way)));
}

/** Moves a row by `share` towards another one. */
export function approachRow(row: usize, other: usize, count: i32, share: f32): void {
  const end = row + count;
  const shares = f32x4.splat(share);
  for (; row < end; row += 8, other += 8) {
    const one = v128.load8x8_u(row);
    const two = v128.load8x8_u(other);
    const low = between(i32x4.extend_low_i16x8_u(one), i32x4.extend_low_i16x8_u(two), shares);
    const high = between(i32x4.extend_high_i16x8_u(one), i32x4.extend_high_i16x8_u(two), shares);
    const words = i16x8.narrow_i32x4_s(low, high);
    v128.store64_lane(row, i8x16.narrow_i16x8_u(words, words), 0);
  }
}

/** Bytes as what is missing of 255. */
export function invertRow(row: usize, count: i32): void {
  for (const end = row + count; row < end; row += 16) v128.store(row, v128.not(v128.load(row)));
}
