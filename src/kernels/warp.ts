// Pixels of a layer that lie between those of its source: sums of four by four neighbours. Pixels of a tile of the source are
// four floats each, their colours multiplied by alpha.

import { loadPixel } from './parts/pixel';

/** Bytes of a pixel of a tile. */
const PIXEL: usize = 16;

/** Places between two pixels for which there are weights, and bytes of the four weights of each. */
const PHASES: f64 = 256;
const TAPS: usize = 16;

/** `count` pixels of three or four channels of 8 bits as pixels of a tile. */
export function loadPixels(into: usize, from: usize, count: i32, channels: i32): void {
  const end = into + <usize>count * PIXEL;
  const share = f32x4.splat(<f32>(1.0 / 255.0));
  for (; into < end; into += PIXEL, from += channels) {
    const pixel = loadPixel(from);
    const alpha: f32 = channels === 4 ? f32x4.extract_lane(pixel, 3) : 255;
    const colors = alpha === 255 ? pixel : f32x4.mul(f32x4.mul(pixel, f32x4.splat(alpha)), share);
    v128.store(into, f32x4.replace_lane(colors, 3, alpha));
  }
}

/** The sum of four neighbours as `taps` weigh them. */
function sumAcross(from: usize, taps: usize): v128 {
  const near = f32x4.add(
    f32x4.mul(v128.load(from), v128.load32_splat(taps)),
    f32x4.mul(v128.load(from, 16), v128.load32_splat(taps, 4)),
  );
  const far = f32x4.add(
    f32x4.mul(v128.load(from, 32), v128.load32_splat(taps, 8)),
    f32x4.mul(v128.load(from, 48), v128.load32_splat(taps, 12)),
  );
  return f32x4.add(near, far);
}

/** The sum of four by four neighbours, the first of which is at `from`; rows are `stride` bytes apart. */
function sumAround(from: usize, stride: usize, across: usize, down: usize): v128 {
  let sum = f32x4.mul(sumAcross(from, across), v128.load32_splat(down));
  sum = f32x4.add(sum, f32x4.mul(sumAcross(from + stride, across), v128.load32_splat(down, 4)));
  sum = f32x4.add(sum, f32x4.mul(sumAcross(from + 2 * stride, across), v128.load32_splat(down, 8)));
  return f32x4.add(sum, f32x4.mul(sumAcross(from + 3 * stride, across), v128.load32_splat(down, 12)));
}

/** Bytes of a place: the addresses of its first neighbour, of its weights across and of those down. */
const PLACE: usize = 12;

/**
 * Finds the places of `count` pixels from (x, y) on in a tile whose rows are `stride` bytes apart. `course` are doubles in
 * pairs, of across and of down each: what a position, times its nearness, grows by from column to column, what by from row to
 * row, and what it starts with; the first position that has all its neighbours in the tile, and the last one; then the three
 * of nearness.
 */
export function findPlaces(
  into: usize,
  tile: usize,
  stride: usize,
  taps: usize,
  course: usize,
  x: i32,
  y: i32,
  count: i32,
): void {
  const row: f64 = <f64>y + 0.5;
  const steps = v128.load(course);
  const rests = f64x2.add(f64x2.mul(v128.load(course, 16), f64x2.splat(row)), v128.load(course, 32));
  const first = v128.load(course, 48);
  const last = v128.load(course, 64);
  const step = load<f64>(course, 80);
  const rest = load<f64>(course, 88) * row + load<f64>(course, 96);
  const end = into + <usize>count * PLACE;
  for (let column: f64 = <f64>x + 0.5; into < end; into += PLACE, column++) {
    const far = f64x2.splat(1 / (step * column + rest));
    const near = f64x2.add(f64x2.mul(steps, f64x2.splat(column)), rests);
    const asked = f64x2.sub(f64x2.mul(near, far), f64x2.splat(0.5));
    const place = f64x2.pmin(f64x2.pmax(asked, first), last);
    const whole = f64x2.floor(place);
    const pixel = i32x4.trunc_sat_f64x2_s_zero(f64x2.sub(whole, first));
    const parts = f64x2.mul(f64x2.sub(place, whole), f64x2.splat(PHASES));
    const phase = i32x4.trunc_sat_f64x2_s_zero(f64x2.add(parts, f64x2.splat(0.5)));
    const from = tile + <usize>i32x4.extract_lane(pixel, 1) * stride + <usize>i32x4.extract_lane(pixel, 0) * PIXEL;
    store<u32>(into, from);
    store<u32>(into, taps + <usize>i32x4.extract_lane(phase, 0) * TAPS, 4);
    store<u32>(into, taps + <usize>i32x4.extract_lane(phase, 1) * TAPS, 8);
  }
}

/** The pixels at `count` places. What finds, sums and stores takes turns: short loops overlap where a long one waits. */
export function sumPlaces(into: usize, places: usize, stride: usize, count: i32): void {
  const end = into + <usize>count * PIXEL;
  for (; into < end; into += PIXEL, places += PLACE) {
    v128.store(into, sumAround(load<u32>(places), stride, load<u32>(places, 4), load<u32>(places, 8)));
  }
}
