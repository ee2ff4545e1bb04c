// Samples of a row as 32-bit floats, and the way back. Rows are read and written 16 bytes at a time: there is room behind each.
//
// Every file here is AssemblyScript: the build makes one module of WebAssembly of them, which src/engines/image/kernels/simd
// calls. Addresses are bytes of its memory. Sums of floats have one order, so that every machine gives the same bytes.

/** `count` samples of 8 bits. */
export function loadBytes(into: usize, from: usize, count: i32): void {
  const end = from + count;
  for (; from < end; from += 16, into += 64) {
    const bytes = v128.load(from);
    const low = i16x8.extend_low_i8x16_u(bytes);
    const high = i16x8.extend_high_i8x16_u(bytes);
    v128.store(into, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(low)));
    v128.store(into, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(low)), 16);
    v128.store(into, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(high)), 32);
    v128.store(into, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(high)), 48);
  }
}

/** `count` samples of 16 bits. */
export function loadWords(into: usize, from: usize, count: i32): void {
  const end = from + count * 2;
  for (; from < end; from += 16, into += 32) {
    const words = v128.load(from);
    v128.store(into, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(words)));
    v128.store(into, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(words)), 16);
  }
}

/** The nearest whole numbers of four floats: of two as near the even one. */
function rounded(from: usize): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(v128.load(from)));
}

/** Rounds `count` floats to samples of 8 bits, 0 and 255 where they are beyond. */
export function storeBytes(into: usize, from: usize, count: i32): void {
  const end = into + count;
  for (; into < end; into += 16, from += 64) {
    const low = i16x8.narrow_i32x4_s(rounded(from), rounded(from + 16));
    const high = i16x8.narrow_i32x4_s(rounded(from + 32), rounded(from + 48));
    v128.store(into, i8x16.narrow_i16x8_u(low, high));
  }
}

/** The same for 16-bit samples. */
export function storeWords(into: usize, from: usize, count: i32): void {
  const end = into + count * 2;
  for (; into < end; into += 16, from += 32) {
    v128.store(into, i16x8.narrow_i32x4_u(rounded(from), rounded(from + 16)));
  }
}

/** Multiplies the colours of `count` samples by the last sample of their pixel, their alpha. */
export function premultiply(row: usize, count: i32, channels: i32, full: f32): void {
  const end = row + count * 4;
  const pixel: usize = channels * 4;
  if (channels === 4) {
    const share = f32x4.splat(1 / full);
    for (; row < end; row += 16) {
      const colors = v128.load(row);
      const alpha = f32x4.extract_lane(colors, 3);
      if (alpha === full) continue;
      const alphas = f32x4.splat(alpha);
      v128.store(row, f32x4.replace_lane(f32x4.mul(f32x4.mul(colors, alphas), share), 3, alpha));
    }
    return;
  }
  for (let last = row + pixel - 4; last < end; last += pixel) {
    const share = load<f32>(last) / full;
    for (let at = last + 4 - pixel; at < last; at += 4) store<f32>(at, load<f32>(at) * share);
  }
}

/** Pixels of four samples: all at once. */
function unpremultiplyFour(row: usize, end: usize, full: f32): void {
  const most = f32x4.splat(full);
  const none = f32x4.splat(0);
  for (; row < end; row += 16) {
    const pixel = v128.load(row);
    const alphas = v128.shuffle<f32>(pixel, pixel, 3, 3, 3, 3);
    const alpha = f32x4.nearest(f32x4.pmin(f32x4.pmax(alphas, none), most));
    const colors = v128.and(f32x4.mul(pixel, f32x4.div(most, alpha)), f32x4.ne(alpha, none));
    v128.store(row, v128.shuffle<f32>(colors, alpha, 0, 1, 2, 7));
  }
}

/** Divides colours by alpha again. Alpha is rounded first, as it will be stored. */
export function unpremultiply(row: usize, count: i32, channels: i32, full: f32): void {
  const end = row + count * 4;
  if (channels === 4) return unpremultiplyFour(row, end, full);
  const pixel: usize = channels * 4;
  for (let last = row + pixel - 4; last < end; last += pixel) {
    const alpha = min<f32>(full, max<f32>(0, nearest<f32>(load<f32>(last))));
    store<f32>(last, alpha);
    const gain: f32 = alpha === 0 ? 0 : full / alpha;
    for (let at = last + 4 - pixel; at < last; at += 4) store<f32>(at, load<f32>(at) * gain);
  }
}

/** Fills `before` pixels before a row and `after` behind it with its first and its last one. */
export function repeatEnds(row: usize, count: i32, channels: i32, before: i32, after: i32): void {
  const pixel: usize = channels * 4;
  for (let at = row - 4, end = row - <usize>before * pixel; at >= end; at -= 4) store<f32>(at, load<f32>(at + pixel));
  const last = row + count * 4;
  for (let at = last, end = last + <usize>after * pixel; at < end; at += 4) store<f32>(at, load<f32>(at - pixel));
}
