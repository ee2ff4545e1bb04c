// Sums of samples as symmetric kernels weigh them: `weights` are half a kernel as floats, its centre first, `pairs` of them
// beside that. All sums add up in the same order, so that none depends on where it stands in its row.

function both(one: usize, other: usize, at: usize): v128 {
  return f32x4.add(v128.load(one + at), v128.load(other + at));
}

/**
 * Sums of `count` samples across: neighbours are `stride` bytes apart, from sample to sample as from one lane to the next.
 * `into` is written 64 bytes at a time.
 */
export function convolveAcross(into: usize, from: usize, weights: usize, pairs: i32, stride: usize, count: i32): void {
  const end = into + count * 4;
  for (; into < end; into += 64, from += 64) {
    const centre = v128.load32_splat(weights);
    let a = f32x4.mul(v128.load(from), centre);
    let b = f32x4.mul(v128.load(from, 16), centre);
    let c = f32x4.mul(v128.load(from, 32), centre);
    let d = f32x4.mul(v128.load(from, 48), centre);
    let before = from;
    let after = from;
    for (let k = 1; k <= pairs; k++) {
      before -= stride;
      after += stride;
      const weight = v128.load32_splat(weights + k * 4);
      a = f32x4.add(a, f32x4.mul(both(before, after, 0), weight));
      b = f32x4.add(b, f32x4.mul(both(before, after, 16), weight));
      c = f32x4.add(c, f32x4.mul(both(before, after, 32), weight));
      d = f32x4.add(d, f32x4.mul(both(before, after, 48), weight));
    }
    v128.store(into, a);
    v128.store(into, b, 16);
    v128.store(into, c, 32);
    v128.store(into, d, 48);
  }
}

/** The same down: `rows` are addresses of 2 · pairs + 1 rows, that of the first one first. */
export function convolveDown(into: usize, rows: usize, weights: usize, pairs: i32, count: i32): void {
  const middle = rows + pairs * 4;
  const end: usize = count * 4;
  for (let at: usize = 0; at < end; at += 64) {
    const centre = v128.load32_splat(weights);
    const from = <usize>load<u32>(middle) + at;
    let a = f32x4.mul(v128.load(from), centre);
    let b = f32x4.mul(v128.load(from, 16), centre);
    let c = f32x4.mul(v128.load(from, 32), centre);
    let d = f32x4.mul(v128.load(from, 48), centre);
    for (let k = 1; k <= pairs; k++) {
      const weight = v128.load32_splat(weights + k * 4);
      const before = <usize>load<u32>(middle - k * 4) + at;
      const after = <usize>load<u32>(middle + k * 4) + at;
      a = f32x4.add(a, f32x4.mul(both(before, after, 0), weight));
      b = f32x4.add(b, f32x4.mul(both(before, after, 16), weight));
      c = f32x4.add(c, f32x4.mul(both(before, after, 32), weight));
      d = f32x4.add(d, f32x4.mul(both(before, after, 48), weight));
    }
    v128.store(into + at, a);
    v128.store(into + at, b, 16);
    v128.store(into + at, c, 32);
    v128.store(into + at, d, 48);
  }
}
