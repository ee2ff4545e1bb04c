// Layers on each other: rows of a ground, four samples of 16 bits a pixel, colours multiplied by alpha.

import { loadPixel } from './parts/pixel';

/** Bytes of a pixel of the ground. */
const GROUND: usize = 8;

/** The value of a full sample of the ground, and of a byte as one. */
const FULL: f32 = 65535;
const PER_BYTE: f32 = 257;

/** Ways to lay a pixel on another, by number. */
const MULT = 1;
const SCREEN = 2;
const LIGHTEN = 3;

/** A pixel of three or four bytes as floats, opaque where it has no alpha. */
function loadPicture(from: usize, channels: i32): v128 {
  const pixel = loadPixel(from);
  return channels === 4 ? pixel : f32x4.replace_lane(pixel, 3, 255);
}

function loadGround(from: usize): v128 {
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(v128.load64_zero(from)));
}

/** Rounds and clamps a pixel to samples of the ground. */
function storeGround(into: usize, pixel: v128): void {
  const words = i32x4.trunc_sat_f32x4_s(f32x4.nearest(pixel));
  v128.store64_lane(into, i16x8.narrow_i32x4_u(words, words), 0);
}

/** The last sample of a pixel, four times. */
function alphasOf(pixel: v128): v128 {
  return v128.shuffle<f32>(pixel, pixel, 3, 3, 3, 3);
}

/** Lays `count` pixels over a row of the ground (Porter and Duff's "over"). */
export function layOver(row: usize, picture: usize, count: i32, channels: i32): void {
  const end = row + <usize>count * GROUND;
  for (; row < end; row += GROUND, picture += channels) {
    const pixel = loadPicture(picture, channels);
    const alpha = f32x4.extract_lane(pixel, 3);
    if (alpha === 0) continue;
    const full = f32x4.mul(pixel, f32x4.splat(PER_BYTE));
    if (alpha === 255) {
      storeGround(row, full);
      continue;
    }
    const share: f32 = alpha / 255;
    const above = f32x4.replace_lane(f32x4.mul(full, f32x4.splat(share)), 3, alpha * PER_BYTE);
    storeGround(row, f32x4.add(above, f32x4.mul(loadGround(row), f32x4.splat(1 - share))));
  }
}

/**
 * Lays `count` pixels on a row of the ground in one of the W3C's ways (Compositing and Blending, 2024). Colours are multiplied
 * by alpha, and alpha comes out of the same sums: of each what shows alone, and what both make.
 */
export function layBlended(row: usize, picture: usize, count: i32, channels: i32, way: i32): void {
  const end = row + <usize>count * GROUND;
  const one = f32x4.splat(1);
  for (; row < end; row += GROUND, picture += channels) {
    const pixel = f32x4.div(loadPicture(picture, channels), f32x4.splat(255));
    const alpha = f32x4.extract_lane(pixel, 3);
    if (alpha === 0) continue;
    const above = f32x4.replace_lane(f32x4.mul(pixel, f32x4.splat(alpha)), 3, alpha);
    const below = f32x4.div(loadGround(row), f32x4.splat(FULL));
    const aboves = f32x4.splat(alpha);
    const belows = alphasOf(below);
    if (way === SCREEN) {
      const sum = f32x4.sub(f32x4.add(above, below), f32x4.mul(above, below));
      storeGround(row, f32x4.mul(sum, f32x4.splat(FULL)));
      continue;
    }
    const alone = f32x4.add(f32x4.mul(above, f32x4.sub(one, belows)), f32x4.mul(below, f32x4.sub(one, aboves)));
    const upper = f32x4.mul(above, belows);
    const lower = f32x4.mul(below, aboves);
    let both = f32x4.min(upper, lower);
    if (way === MULT) both = f32x4.mul(above, below);
    else if (way === LIGHTEN) both = f32x4.max(upper, lower);
    storeGround(row, f32x4.mul(f32x4.add(alone, both), f32x4.splat(FULL)));
  }
}

/** A row of the ground as `count` pixels of three or four bytes; of three where it is opaque all over. */
export function showGround(into: usize, row: usize, count: i32, channels: i32): void {
  const end = row + <usize>count * GROUND;
  const most = f32x4.splat(255);
  for (; row < end; row += GROUND, into += channels) {
    const pixel = loadGround(row);
    const alphas = alphasOf(pixel);
    const colors = v128.and(f32x4.mul(pixel, f32x4.div(most, alphas)), f32x4.ne(alphas, f32x4.splat(0)));
    const shown = v128.shuffle<f32>(colors, f32x4.div(pixel, f32x4.splat(PER_BYTE)), 0, 1, 2, 7);
    const words = i16x8.narrow_i32x4_s(i32x4.trunc_sat_f32x4_s(f32x4.nearest(shown)), i32x4.splat(0));
    // Of three bytes the fourth is stored over by the next pixel.
    v128.store32_lane(into, i8x16.narrow_i16x8_u(words, words), 0);
  }
}
