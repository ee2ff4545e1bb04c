// Pixels of four bytes, and their opacity. Rows have room behind them.

import { loadFour, loadPixel } from './parts/pixel';

/** Rounded products of whole numbers and floats of 0…255, as shares of 255. */
function shares(one: v128, other: v128): v128 {
  const product = f32x4.mul(f32x4.convert_i32x4_s(one), other);
  return i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.div(product, f32x4.splat(255)), f32x4.splat(0.5)));
}

/** The alpha of `count` pixels of four bytes. */
export function takeAlpha(into: usize, row: usize, count: i32): void {
  const end = into + count;
  for (; into < end; into++, row += 4) store<u8>(into, load<u8>(row, 3));
}

/** `count` pixels of a colour (its red in the lowest byte), as opaque as a plane of bytes says, times `alpha`. */
export function paintRow(into: usize, plane: usize, count: i32, color: i32, alpha: f32): void {
  const end = into + <usize>count * 4;
  const colors = i32x4.splat(color & 0xffffff);
  const most = f32x4.splat(alpha);
  for (; into < end; into += 16, plane += 4) {
    v128.store(into, v128.or(colors, i32x4.shl(shares(loadFour(plane), most), 24)));
  }
}

/** Keeps of `count` pixels the share that a plane has, or with `outside` that it lacks. */
export function gateRow(row: usize, plane: usize, count: i32, outside: i32): void {
  const end = row + <usize>count * 4;
  const turn = i32x4.splat(outside ? 255 : 0);
  for (; row < end; row += 16, plane += 4) {
    const pixels = v128.load(row);
    const kept = f32x4.convert_i32x4_s(v128.xor(loadFour(plane), turn));
    const alphas = i32x4.shl(shares(i32x4.shr_u(pixels, 24), kept), 24);
    v128.store(row, v128.or(v128.and(pixels, i32x4.splat(0xffffff)), alphas));
  }
}

/** Rounds a pixel to bytes, 255 at most, and stores it with the alpha that it had. */
function storeColors(row: usize, pixel: v128): void {
  const words = i16x8.narrow_i32x4_s(i32x4.trunc_sat_f32x4_s(f32x4.nearest(pixel)), i32x4.splat(0));
  const alpha = load<u8>(row, 3);
  v128.store32_lane(row, i8x16.narrow_i16x8_u(words, words), 0);
  store<u8>(row, alpha, 3);
}

/** The colours of `count` pixels multiplied by alpha, rounded. */
export function premultiplyBytes(row: usize, count: i32): void {
  const end = row + <usize>count * 4;
  for (; row < end; row += 4) {
    const alpha: f32 = load<u8>(row, 3);
    if (alpha === 255) continue;
    storeColors(row, f32x4.div(f32x4.mul(loadPixel(row), f32x4.splat(alpha)), f32x4.splat(255)));
  }
}

/** The way back; the colour of a clear pixel stays. */
export function unpremultiplyBytes(row: usize, count: i32): void {
  const end = row + <usize>count * 4;
  for (; row < end; row += 4) {
    const alpha: f32 = load<u8>(row, 3);
    if (alpha === 0 || alpha === 255) continue;
    storeColors(row, f32x4.div(f32x4.mul(loadPixel(row), f32x4.splat(255)), f32x4.splat(alpha)));
  }
}
