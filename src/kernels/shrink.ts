// Means of whole blocks of pixels, and colours multiplied by alpha: the arithmetic of libvips' shrinkv, shrinkh, premultiply and
// unpremultiply, so that the bytes are the same.

/** Adds `rows` rows of `count` bytes, at most 256, whose addresses are in a table, to sums of 32 bits. */
export function addRows(sums: usize, table: usize, rows: i32, count: i32): void {
  const end = table + rows * 4;
  for (let at: usize = 0; at < <usize>count; at += 16, sums += 64) {
    let low = i16x8.splat(0);
    let high = low;
    for (let row = table; row < end; row += 4) {
      const bytes = v128.load(<usize>load<u32>(row) + at);
      low = i16x8.add(low, i16x8.extend_low_i8x16_u(bytes));
      high = i16x8.add(high, i16x8.extend_high_i8x16_u(bytes));
    }
    v128.store(sums, i32x4.add(v128.load(sums), i32x4.extend_low_i16x8_u(low)));
    v128.store(sums, i32x4.add(v128.load(sums, 16), i32x4.extend_high_i16x8_u(low)), 16);
    v128.store(sums, i32x4.add(v128.load(sums, 32), i32x4.extend_low_i16x8_u(high)), 32);
    v128.store(sums, i32x4.add(v128.load(sums, 48), i32x4.extend_high_i16x8_u(high)), 48);
  }
}

/** The same for 16-bit samples. */
export function addWordRows(sums: usize, table: usize, rows: i32, count: i32): void {
  const end = table + rows * 4;
  for (let at: usize = 0; at < <usize>count * 2; at += 16, sums += 32) {
    let low = v128.load(sums);
    let high = v128.load(sums, 16);
    for (let row = table; row < end; row += 4) {
      const words = v128.load(<usize>load<u32>(row) + at);
      low = i32x4.add(low, i32x4.extend_low_i16x8_u(words));
      high = i32x4.add(high, i32x4.extend_high_i16x8_u(words));
    }
    v128.store(sums, low);
    v128.store(sums, high, 16);
  }
}

/** A mean of bytes: the rest of a product of 32 bits is what libvips makes of it. */
function meanByte(sum: u32, size: u32): u32 {
  return ((sum + (size >> 1)) * (0x100_0000 / size)) >> 24;
}

/** Four means of bytes. */
function meanBytes(sums: usize, half: v128, share: v128): v128 {
  const means = i32x4.shr_u(i32x4.mul(i32x4.add(v128.load(sums), half), share), 24);
  v128.store(sums, i32x4.splat(0));
  return means;
}

/** The means of `size` samples each of `count` sums; the sums are cleared. */
export function meanRow(into: usize, sums: usize, size: i32, count: i32): void {
  const half = i32x4.splat(size >> 1);
  const share = i32x4.splat(0x100_0000 / size);
  for (const end = into + count; into < end; into += 16, sums += 64) {
    const low = i16x8.narrow_i32x4_s(meanBytes(sums, half, share), meanBytes(sums + 16, half, share));
    const high = i16x8.narrow_i32x4_s(meanBytes(sums + 32, half, share), meanBytes(sums + 48, half, share));
    v128.store(into, i8x16.narrow_i16x8_u(low, high));
  }
}

/** The same for 16-bit samples. */
export function meanWordRow(into: usize, sums: usize, size: i32, count: i32): void {
  for (const end = sums + count * 4; sums < end; sums += 4, into += 2) {
    store<u16>(into, (load<u32>(sums) + (<u32>size >> 1)) / size);
    store<u32>(sums, 0);
  }
}

/** `width` pixels of bytes that are means of `size` pixels each in a row. */
export function shrinkAcross(into: usize, from: usize, size: i32, width: i32, channels: i32): void {
  const step = size * channels;
  for (const end = into + width * channels; into < end; from += step) {
    for (let c = 0; c < channels; c++, into++) {
      let sum: u32 = 0;
      for (let at = c; at < step; at += channels) sum += load<u8>(from + at);
      store<u8>(into, meanByte(sum, size));
    }
  }
}

/** The same for 16-bit samples. */
export function shrinkWordsAcross(into: usize, from: usize, size: i32, width: i32, channels: i32): void {
  const step = size * channels;
  for (const end = into + width * channels * 2; into < end; from += step * 2) {
    for (let c = 0; c < channels; c++, into += 2) {
      let sum: u32 = <u32>size >> 1;
      for (let at = c; at < step; at += channels) sum += load<u16>(from + at * 2);
      store<u16>(into, sum / size);
    }
  }
}

/** `count` bytes as words, as libvips widens them: each is the upper half of one, and its last bit all bits of the lower half. */
export function widenBytes(into: usize, from: usize, count: i32): void {
  const one = i8x16.splat(1);
  for (const end = from + count; from < end; from += 16, into += 32) {
    const bytes = v128.load(from);
    const last = i8x16.neg(v128.and(bytes, one));
    v128.store(into, v128.shuffle<u8>(last, bytes, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
    v128.store(into, v128.shuffle<u8>(last, bytes, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), 16);
  }
}

/** The way back: the lower half of each word is cut off. The two may begin at one address. */
export function narrowWords(into: usize, from: usize, count: i32): void {
  for (const end = into + count; into < end; into += 16, from += 32) {
    const low = i16x8.shr_u(v128.load(from), 8);
    const high = i16x8.shr_u(v128.load(from, 16), 8);
    v128.store(into, i8x16.narrow_i16x8_u(low, high));
  }
}

/** Fills `before` pixels before a row and `after` behind it with its first and its last one; all are counted in bytes. */
export function repeatPixels(row: usize, length: i32, pixel: i32, before: i32, after: i32): void {
  for (let at = row - 1, end = row - before; at >= end; at--) store<u8>(at, load<u8>(at + pixel));
  const last = row + length;
  for (let at = last, end = last + after; at < end; at++) store<u8>(at, load<u8>(at - pixel));
}

const FULL: f32 = 65_535;

/** The colours of a pixel of four words times `gain`, cut off to whole numbers, and its alpha as it is. */
function scaleColors(pixel: usize, gain: f32): void {
  const gains = f32x4.replace_lane(f32x4.splat(gain), 3, 1);
  const samples = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(v128.load64_zero(pixel)));
  const whole = i32x4.trunc_sat_f32x4_u(f32x4.mul(samples, gains));
  v128.store64_lane(pixel, i16x8.narrow_i32x4_u(whole, whole), 0);
}

/** Multiplies the colours of `count` pixels of four words by their alpha; what is left of a sample is cut off. */
export function multiplyAlpha(row: usize, count: i32): void {
  for (const end = row + count * 8; row < end; row += 8) {
    const alpha = load<u16>(row, 6);
    if (alpha < 65_535) scaleColors(row, <f32>alpha / FULL);
  }
}

/** Divides colours by alpha again; transparent pixels become black. */
export function divideAlpha(row: usize, count: i32): void {
  for (const end = row + count * 8; row < end; row += 8) {
    const alpha = load<u16>(row, 6);
    if (alpha < 65_535) scaleColors(row, alpha === 0 ? 0 : FULL / <f32>alpha);
  }
}
