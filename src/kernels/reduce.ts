// Pixels that are sums of many neighbours, in whole numbers: the arithmetic of libvips' reducev, reduceh, shrinkv and shrinkh, so
// that the bytes are the same. Weights are parts of 4,096 in 16 bits, in pairs; before them 32 bits to round by.

/** Bits of the parts of a weight. */
const SHIFT = 12;
/** The sign of 16 bits: words are taken as signed ones, which is made good for in what is rounded by. */
const SIGN: i32 = 0x8000;

function bytesOf(low: v128, high: v128, other: v128, last: v128): v128 {
  return i8x16.narrow_i16x8_u(
    i16x8.narrow_i32x4_s(i32x4.shr_s(low, SHIFT), i32x4.shr_s(high, SHIFT)),
    i16x8.narrow_i32x4_s(i32x4.shr_s(other, SHIFT), i32x4.shr_s(last, SHIFT)),
  );
}

/** The first halves of two times 16 bytes, one of each in turn. */
function interleaved(one: v128, other: v128): v128 {
  return v128.shuffle<u8>(one, other, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

/** The latter halves. */
function interleavedEnds(one: v128, other: v128): v128 {
  return v128.shuffle<u8>(one, other, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** Sums of `count` bytes of `pairs` pairs of rows: `rows` are their addresses. */
export function reduceDown(into: usize, rows: usize, weights: usize, pairs: i32, count: i32): void {
  const lastRow = rows + pairs * 8;
  for (let at: usize = 0; at < <usize>count; at += 32) {
    let a = v128.load32_splat(weights);
    let b = a;
    let c = a;
    let d = a;
    let e = a;
    let f = a;
    let g = a;
    let h = a;
    let weight = weights + 4;
    for (let row = rows; row < lastRow; row += 8, weight += 4) {
      const both = v128.load32_splat(weight);
      const upper = <usize>load<u32>(row) + at;
      const lower = <usize>load<u32>(row, 4) + at;
      let one = v128.load(upper);
      let other = v128.load(lower);
      let low = interleaved(one, other);
      let high = interleavedEnds(one, other);
      a = i32x4.add(a, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(low), both));
      b = i32x4.add(b, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(low), both));
      c = i32x4.add(c, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(high), both));
      d = i32x4.add(d, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(high), both));
      one = v128.load(upper, 16);
      other = v128.load(lower, 16);
      low = interleaved(one, other);
      high = interleavedEnds(one, other);
      e = i32x4.add(e, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(low), both));
      f = i32x4.add(f, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(low), both));
      g = i32x4.add(g, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(high), both));
      h = i32x4.add(h, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(high), both));
    }
    v128.store(into + at, bytesOf(a, b, c, d));
    v128.store(into + at, bytesOf(e, f, g, h), 16);
  }
}

/** The same for 16-bit samples. */
export function reduceWordsDown(into: usize, rows: usize, weights: usize, pairs: i32, count: i32): void {
  const lastRow = rows + pairs * 8;
  const sign = i16x8.splat(<i16>SIGN);
  for (let at: usize = 0; at < <usize>count * 2; at += 16) {
    let a = v128.load32_splat(weights);
    let b = a;
    let weight = weights + 4;
    for (let row = rows; row < lastRow; row += 8, weight += 4) {
      const both = v128.load32_splat(weight);
      const one = v128.xor(v128.load(<usize>load<u32>(row) + at), sign);
      const other = v128.xor(v128.load(<usize>load<u32>(row, 4) + at), sign);
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.shuffle<u16>(one, other, 0, 8, 1, 9, 2, 10, 3, 11), both));
      b = i32x4.add(b, i32x4.dot_i16x8_s(v128.shuffle<u16>(one, other, 4, 12, 5, 13, 6, 14, 7, 15), both));
    }
    v128.store(into + at, i16x8.narrow_i32x4_u(i32x4.shr_s(a, SHIFT), i32x4.shr_s(b, SHIFT)));
  }
}

/**
 * Sums across of `width` pixels of as many rows at once as have room in 16 bytes, which lie beside each other sample by sample, in
 * `pixel` bytes a pixel. Of each `course` has the byte of its first neighbour and the address of its weights.
 */
export function reduceAcross(into: usize, from: usize, course: usize, pairs: i32, width: i32, pixel: i32): void {
  for (const end = course + width * 8; course < end; course += 8) {
    const first = from + <usize>load<u32>(course);
    const weights = <usize>load<u32>(course, 4);
    const last = weights + pairs * 4;
    const rounding = v128.load32_splat(weights);
    for (let sample = first; sample < first + pixel; sample += 16, into += 16) {
      let a = rounding;
      let b = rounding;
      let c = rounding;
      let d = rounding;
      for (let weight = weights, at = sample; weight < last; weight += 4, at += 2 * pixel) {
        const both = v128.load32_splat(weight, 4);
        const one = v128.load(at);
        const other = v128.load(at + pixel);
        const low = interleaved(one, other);
        const high = interleavedEnds(one, other);
        a = i32x4.add(a, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(low), both));
        b = i32x4.add(b, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(low), both));
        c = i32x4.add(c, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(high), both));
        d = i32x4.add(d, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(high), both));
      }
      v128.store(into, bytesOf(a, b, c, d));
    }
  }
}

/** The same for 16-bit samples. */
export function reduceWordsAcross(into: usize, from: usize, course: usize, pairs: i32, width: i32, pixel: i32): void {
  const sign = i16x8.splat(<i16>SIGN);
  for (const end = course + width * 8; course < end; course += 8) {
    const first = from + <usize>load<u32>(course);
    const weights = <usize>load<u32>(course, 4);
    const last = weights + pairs * 4;
    const rounding = v128.load32_splat(weights);
    for (let sample = first; sample < first + pixel; sample += 16, into += 16) {
      let a = rounding;
      let b = rounding;
      for (let weight = weights, at = sample; weight < last; weight += 4, at += 2 * pixel) {
        const both = v128.load32_splat(weight, 4);
        const one = v128.xor(v128.load(at), sign);
        const other = v128.xor(v128.load(at + pixel), sign);
        a = i32x4.add(a, i32x4.dot_i16x8_s(v128.shuffle<u16>(one, other, 0, 8, 1, 9, 2, 10, 3, 11), both));
        b = i32x4.add(b, i32x4.dot_i16x8_s(v128.shuffle<u16>(one, other, 4, 12, 5, 13, 6, 14, 7, 15), both));
      }
      v128.store(into, i16x8.narrow_i32x4_u(i32x4.shr_s(a, SHIFT), i32x4.shr_s(b, SHIFT)));
    }
  }
}
