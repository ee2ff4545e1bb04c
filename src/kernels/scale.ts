// Pixels between those of a picture, each the sum of its six neighbours: across, then down. All sums add up in the same order,
// so that none depends on where it stands in its row.

/** Bytes of four samples, which are worked on at once. */
const GROUP: usize = 16;
/** Bytes of the weights of a sum. */
const WEIGHTS: usize = 24;

function times(at: usize, weight: v128): v128 {
  return f32x4.mul(v128.load(at), weight);
}

/**
 * `width` pixels that are sums of six neighbours in a row: `places` are the bytes at which the first of these lie in it. What is
 * stored behind a pixel is stored over by the next one.
 */
export function sumAcross(into: usize, from: usize, places: usize, weights: usize, width: i32, channels: i32): void {
  const pixel: usize = channels * 4;
  const end = into + width * pixel;
  for (; into < end; into += pixel, places += 4, weights += WEIGHTS) {
    const first = from + <usize>load<u32>(places);
    for (let group: usize = 0; group < pixel; group += GROUP) {
      let at = first + group;
      const a = times(at, v128.load32_splat(weights));
      const b = times((at += pixel), v128.load32_splat(weights, 4));
      const c = times((at += pixel), v128.load32_splat(weights, 8));
      const d = times((at += pixel), v128.load32_splat(weights, 12));
      const e = times((at += pixel), v128.load32_splat(weights, 16));
      const f = times((at += pixel), v128.load32_splat(weights, 20));
      v128.store(into + group, f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(e, f)));
    }
  }
}

/** The sum of six rows of `count` samples: `rows` are their addresses. */
export function sumRows(into: usize, rows: usize, weights: usize, count: i32): void {
  const a = <usize>load<u32>(rows);
  const aWeight = v128.load32_splat(weights);
  const b = <usize>load<u32>(rows, 4);
  const bWeight = v128.load32_splat(weights, 4);
  const c = <usize>load<u32>(rows, 8);
  const cWeight = v128.load32_splat(weights, 8);
  const d = <usize>load<u32>(rows, 12);
  const dWeight = v128.load32_splat(weights, 12);
  const e = <usize>load<u32>(rows, 16);
  const eWeight = v128.load32_splat(weights, 16);
  const f = <usize>load<u32>(rows, 20);
  const fWeight = v128.load32_splat(weights, 20);
  const end: usize = count * 4;
  for (let at: usize = 0; at < end; at += GROUP) {
    const first = f32x4.add(times(a + at, aWeight), times(b + at, bWeight));
    const middle = f32x4.add(times(c + at, cWeight), times(d + at, dWeight));
    const last = f32x4.add(times(e + at, eWeight), times(f + at, fWeight));
    v128.store(into + at, f32x4.add(f32x4.add(first, middle), last));
  }
}
