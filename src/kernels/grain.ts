// What differs from place to place of a composite, and is the same whenever it is drawn: noise, and pixels that dissolve.

import { hashPlace } from './parts/hash-place';

/** The mean of the sum of four even bytes: nearly normal. */
const MEAN: f64 = 4 * 127.5;

/** A sample of noise from even bits, in levels: they themselves, or a sum of them about its mean, times `scale`. */
function sampleOf(bits: i32, scale: f64, isGaussian: bool): f64 {
  if (!isGaussian) return scale * <f64>bits;
  return scale * (<f64>((bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24)) - MEAN);
}

function addTo(sample: usize, noise: f64): void {
  store<u8>(sample, <u8>min<f64>(255, max<f64>(0, nearest<f64>(<f64>load<u8>(sample) + noise))));
}

/** Adds noise to `count` pixels from (x, y) on: of the same for the colours of a pixel, or of one for each. */
export function addNoise(
  row: usize,
  count: i32,
  channels: i32,
  x: i32,
  y: i32,
  scale: f64,
  isGaussian: bool,
  isMonochrome: bool,
): void {
  const end = row + <usize>count * channels;
  for (; row < end; row += channels, x++) {
    const first = sampleOf(hashPlace(x, y, 0), scale, isGaussian);
    addTo(row, first);
    addTo(row + 1, isMonochrome ? first : sampleOf(hashPlace(x, y, 1), scale, isGaussian));
    addTo(row + 2, isMonochrome ? first : sampleOf(hashPlace(x, y, 2), scale, isGaussian));
  }
}

/** `count` pixels as four bytes, as many of them opaque as they are; which ones, the place says. The others are clear. */
export function dissolveRow(into: usize, from: usize, count: i32, channels: i32, x: i32, y: i32, salt: i32): void {
  const end = into + <usize>count * 4;
  for (; into < end; into += 4, from += channels, x++) {
    const alpha: f64 = channels === 4 ? load<u8>(from, 3) : 255;
    const isShown = <f64>(<u32>hashPlace(x, y, salt)) / 4294967296 < alpha / 255;
    store<u8>(into, load<u8>(from));
    store<u8>(into, load<u8>(from, 1), 1);
    store<u8>(into, load<u8>(from, 2), 2);
    store<u8>(into, isShown ? 255 : 0, 3);
  }
}
