// Blurs on a grid of every `step`-th pixel, put together by a cubic B-spline. Pixels of up to four channels are worked on at
// once, larger ones in groups of four; what is stored behind a pixel is stored over by the next one.

/** Bytes of four samples, which are worked on at once. */
const GROUP: usize = 16;

/**
 * Sums of `points` pixels, each `step` bytes behind the one before; its neighbours are a pixel apart. `weights` are half a
 * kernel, its centre first, with `pairs` beside it.
 */
export function convolveSparsely(
  into: usize,
  from: usize,
  weights: usize,
  pairs: i32,
  step: usize,
  points: i32,
  channels: i32,
): void {
  const pixel: usize = channels * 4;
  for (let point = 0; point < points; point++, into += pixel, from += step) {
    for (let group: usize = 0; group < pixel; group += GROUP) {
      let before = from + group;
      let after = before;
      let sum = f32x4.mul(v128.load(before), v128.load32_splat(weights));
      for (let k = 1; k <= pairs; k++) {
        before -= pixel;
        after += pixel;
        const both = f32x4.add(v128.load(before), v128.load(after));
        sum = f32x4.add(sum, f32x4.mul(both, v128.load32_splat(weights + k * 4)));
      }
      v128.store(into + group, sum);
    }
  }
}

/**
 * A row of `width` pixels from those of the grid, which begin one point before it: `spline` has four weights for each of the
 * `step` places from one point to the next.
 */
export function widen(into: usize, from: usize, spline: usize, step: i32, width: i32, channels: i32): void {
  const pixel: usize = channels * 4;
  for (let x = 0; x < width; from += pixel) {
    for (let phase = 0; phase < step && x < width; phase++, x++, into += pixel) {
      const weights = spline + phase * 16;
      for (let group: usize = 0; group < pixel; group += GROUP) {
        let at = from + group;
        let sum = f32x4.mul(v128.load(at), v128.load32_splat(weights));
        sum = f32x4.add(sum, f32x4.mul(v128.load((at += pixel)), v128.load32_splat(weights, 4)));
        sum = f32x4.add(sum, f32x4.mul(v128.load((at += pixel)), v128.load32_splat(weights, 8)));
        sum = f32x4.add(sum, f32x4.mul(v128.load((at += pixel)), v128.load32_splat(weights, 12)));
        v128.store(into + group, sum);
      }
    }
  }
}

/** The sum of four rows of `count` samples, each with its weight: `rows` are their addresses. */
export function weighRows(into: usize, rows: usize, weights: usize, count: i32): void {
  const first = <usize>load<u32>(rows);
  const second = <usize>load<u32>(rows, 4);
  const third = <usize>load<u32>(rows, 8);
  const fourth = <usize>load<u32>(rows, 12);
  const w0 = v128.load32_splat(weights);
  const w1 = v128.load32_splat(weights, 4);
  const w2 = v128.load32_splat(weights, 8);
  const w3 = v128.load32_splat(weights, 12);
  const end: usize = count * 4;
  for (let at: usize = 0; at < end; at += 16) {
    const upper = f32x4.add(f32x4.mul(v128.load(first + at), w0), f32x4.mul(v128.load(second + at), w1));
    const lower = f32x4.add(f32x4.mul(v128.load(third + at), w2), f32x4.mul(v128.load(fourth + at), w3));
    v128.store(into + at, f32x4.add(upper, lower));
  }
}
