// Unsharp masks: a difference from a blurred row counts where it is at least the threshold.

/** into = row + amount · (row − blurred) where that difference counts; `count` samples. */
export function addDifference(into: usize, row: usize, blurred: usize, count: i32, amount: f32, threshold: f32): void {
  const amounts = f32x4.splat(amount);
  const least = f32x4.splat(threshold);
  const end = into + count * 4;
  for (; into < end; into += 16, row += 16, blurred += 16) {
    const value = v128.load(row);
    const difference = f32x4.sub(value, v128.load(blurred));
    const counts = f32x4.ge(f32x4.abs(difference), least);
    v128.store(into, f32x4.add(value, v128.and(f32x4.mul(difference, amounts), counts)));
  }
}

/** The part that `addDifference` adds to one sample. */
function added(difference: f32, amount: f32, threshold: f32): f32 {
  return abs<f32>(difference) >= threshold ? difference * amount : 0;
}

/** The brightness of a pixel: its first `colors` samples, each with its weight. */
function brightnessOf(pixel: usize, weights: usize, colors: i32): f32 {
  let sum: f32 = 0;
  for (let c = 0; c < colors; c++) sum += load<f32>(pixel + c * 4) * load<f32>(weights + c * 4);
  return sum;
}

/** The brightness of `width` pixels, and behind each its alpha where it has more samples than colours. */
export function toBrightness(into: usize, row: usize, weights: usize, width: i32, channels: i32, colors: i32): void {
  for (let x = 0; x < width; x++, row += channels * 4) {
    store<f32>(into, brightnessOf(row, weights, colors));
    into += 4;
    if (channels === colors) continue;
    store<f32>(into, load<f32>(row + colors * 4));
    into += 4;
  }
}

/** `addDifference` of brightness, the same for all colours of a pixel, in place; of alpha, where there is one, by itself. */
export function addBrightness(
  row: usize,
  blurred: usize,
  weights: usize,
  width: i32,
  channels: i32,
  colors: i32,
  amount: f32,
  threshold: f32,
): void {
  for (let x = 0; x < width; x++, row += channels * 4) {
    const light = added(brightnessOf(row, weights, colors) - load<f32>(blurred), amount, threshold);
    blurred += 4;
    for (let c = 0; c < colors; c++) store<f32>(row + c * 4, load<f32>(row + c * 4) + light);
    if (channels === colors) continue;
    const alpha = load<f32>(row + colors * 4);
    store<f32>(row + colors * 4, alpha + added(alpha - load<f32>(blurred), amount, threshold));
    blurred += 4;
  }
}
