import type { UnsharpMask } from '../../../model/recipe/recipe.ts';
import type { AnyPicture } from '../../picture.ts';
import { gaussianBlur } from '../kernels/gaussian.ts';
import { lumaWeights } from '../kernels/luma.ts';
import { BYTE_GAINS, fullOf, makeRowWriter, type Raster, rowsOf } from '../kernels/raster.ts';
import { makeSamples, type Rows, type Samples } from '../kernels/rows.ts';
import type { OperationStep, ReplyStep } from './step.ts';

/** Steps of a level of 255 by which a difference is held against the threshold: finer than a blur is exact. */
const STEPS = 32;

/**
 * The amount for every difference: none where it does not reach the threshold. Looked up, for whether it does can not be
 * guessed, and a wrong guess costs a processor more than all the rest of a sample.
 */
interface Gains {
  readonly table: Float64Array;
  /** Places for a difference of one sample. */
  readonly scale: number;
  /** The place of no difference. */
  readonly middle: number;
}

function makeGains({ amount, threshold }: UnsharpMask, full: number): Gains {
  // Blurs may overshoot the range by a little on either side.
  const middle = 2 * 256 * STEPS;
  const table = Float64Array.from({ length: 2 * middle }, (_, place) =>
    Math.abs(place + 0.5 - middle) / STEPS >= threshold ? amount : 0,
  );
  return { table, scale: (STEPS * 255) / full, middle };
}

/** into = row + amount · (row − blurred) where that difference reaches the threshold. */
function sharpenChannels(
  into: Float64Array,
  row: Samples,
  blurred: Float64Array,
  { table, scale, middle }: Gains,
): void {
  for (let i = 0; i < row.length; i++) {
    const value = row[i] ?? 0;
    const difference = value - (blurred[i] ?? 0);
    into[i] = value + difference * (table[(difference * scale + middle) | 0] ?? 0);
  }
}

/** The same, rounded and clamped into bytes from `at` on: in one pass it takes half the time. */
function sharpenBytes(
  bytes: Uint8ClampedArray,
  at: number,
  row: Samples,
  blurred: Float64Array,
  { table, scale, middle }: Gains,
): void {
  for (let i = 0, to = at; i < row.length; i++, to++) {
    const value = row[i] ?? 0;
    const difference = value - (blurred[i] ?? 0);
    bytes[to] = value + difference * (table[(difference * scale + middle) | 0] ?? 0);
  }
}

/**
 * `sharpenBytes` where each pixel ends with its alpha: that is stored first, for its colours are divided by it again.
 */
function sharpenClearBytes(
  bytes: Uint8ClampedArray,
  start: number,
  row: Samples,
  blurred: Float64Array,
  { table, scale, middle, channels }: Gains & Layout,
): void {
  const gains = BYTE_GAINS;
  for (let last = channels - 1, to = start + last; last < row.length; last += channels, to += channels) {
    const alpha = row[last] ?? 0;
    const change = alpha - (blurred[last] ?? 0);
    bytes[to] = alpha + change * (table[(change * scale + middle) | 0] ?? 0);
    const gain = gains[bytes[to] as number] as number;
    // Its colours are clear already.
    if (gain === 0 && alpha === 0) continue;
    for (let i = last + 1 - channels, color = to + 1 - channels; i < last; i++, color++) {
      const value = row[i] ?? 0;
      const difference = value - (blurred[i] ?? 0);
      bytes[color] = (value + difference * (table[(difference * scale + middle) | 0] ?? 0)) * gain;
    }
  }
}

/** Samples of a pixel, its alpha, where there is one, the last of them. */
interface Layout {
  readonly channels: number;
}

/** Brightness is worked on as one plane, or two with alpha. */
interface Planes extends Layout {
  readonly planes: 1 | 2;
  /** The share of each colour in it. */
  readonly weights: readonly number[];
}

/** Brightness of the pixel that begins at `at`. */
function brightnessAt(row: Samples, at: number, weights: readonly number[]): number {
  let sum = (weights[0] ?? 0) * (row[at] ?? 0) + (weights[1] ?? 0) * (row[at + 1] ?? 0);
  for (let c = 2; c < weights.length; c++) sum += (weights[c] ?? 0) * (row[at + c] ?? 0);
  return sum;
}

/** Brightness (and alpha) of a row of premultiplied samples, rounded. */
function toBrightness(row: Samples, { planes, weights, channels }: Planes, into: Samples): void {
  for (let at = 0, to = 0; at < row.length; at += channels, to += planes) {
    into[to] = (brightnessAt(row, at, weights) + 0.5) | 0;
    if (planes === 2) into[to + 1] = row[at + channels - 1] ?? 0;
  }
}

/** The same gain for every colour of a pixel, from its brightness, rounded and clamped into bytes from `start` on. */
function brightenBytes(
  bytes: Uint8ClampedArray,
  start: number,
  row: Samples,
  blurred: Float64Array,
  { weights, channels, table, scale, middle }: Gains & Planes,
): void {
  for (let at = 0, b = 0, to = start; at < row.length; at += channels, b++) {
    const difference = brightnessAt(row, at, weights) - (blurred[b] ?? 0);
    const light = difference * (table[(difference * scale + middle) | 0] ?? 0);
    for (let i = at; i < at + channels; i++, to++) bytes[to] = (row[i] ?? 0) + light;
  }
}

/** The same gain for every colour of a pixel, from its brightness; alpha, where there is one, by itself. */
function sharpenBrightness(
  into: Float64Array,
  row: Samples,
  blurred: Float64Array,
  { planes, weights, channels, table, scale, middle }: Gains & Planes,
): void {
  for (let at = 0, b = 0; at < row.length; at += channels, b += planes) {
    const difference = brightnessAt(row, at, weights) - (blurred[b] ?? 0);
    const light = difference * (table[(difference * scale + middle) | 0] ?? 0);
    for (let c = at; c < at + channels; c++) into[c] = (row[c] ?? 0) + light;
    if (planes === 2) {
      const alpha = row[at + channels - 1] ?? 0;
      const change = alpha - (blurred[b + 1] ?? 0);
      into[at + channels - 1] = alpha + change * (table[(change * scale + middle) | 0] ?? 0);
    }
  }
}

interface Masked {
  readonly rows: Rows;
  readonly radius: number;
  readonly gains: Gains;
  readonly raster: Raster;
}

/** The same rows, which leave what was read in `samples`: there it is looked at once more, and sharpened in place. */
function leaveRows(rows: Rows, samples: Samples): Rows {
  const read = (y: number, into: Samples): void => {
    rows.read(y, into);
    samples.set(into, y * into.length);
  };
  return { ...rows, read };
}

/** New samples, every channel by itself. */
function perChannel({ rows, radius, gains, raster }: Masked): Raster['data'] {
  const { channels, alpha } = raster;
  const length = rows.width * channels;
  const { data, bytes, write } = makeRowWriter(raster);
  const blur = gaussianBlur(leaveRows(rows, data), radius);
  const sharpened = new Float64Array(length);
  for (let y = 0; y < rows.height; y++) {
    const blurred = blur(y);
    const row = data.subarray(y * length, (y + 1) * length);
    if (bytes && alpha) sharpenClearBytes(bytes, y * length, row, blurred, { ...gains, channels });
    else if (bytes) sharpenBytes(bytes, y * length, row, blurred, gains);
    else {
      sharpenChannels(sharpened, row, blurred, gains);
      write(sharpened, y);
    }
  }
  return data;
}

/** New samples, all colours of a pixel alike. */
function onBrightness({ rows, radius, gains, raster }: Masked, colors: number): Raster['data'] {
  const { width, height, channels, full } = rows;
  const kind: Planes = { planes: channels > colors ? 2 : 1, weights: lumaWeights(colors), channels };
  const length = width * channels;
  const { data, bytes, write } = makeRowWriter(raster);
  const left = leaveRows(rows, data);
  const whole = makeSamples(rows, length);
  const read = (y: number, into: Samples): void => {
    left.read(y, whole);
    toBrightness(whole, kind, into);
  };
  const blur = gaussianBlur({ width, height, channels: kind.planes, full, read }, radius);
  const sharpened = new Float64Array(length);
  for (let y = 0; y < height; y++) {
    const blurred = blur(y);
    const row = data.subarray(y * length, (y + 1) * length);
    if (bytes && kind.planes === 1) brightenBytes(bytes, y * length, row, blurred, { ...gains, ...kind });
    else {
      sharpenBrightness(sharpened, row, blurred, { ...gains, ...kind });
      write(sharpened, y);
    }
  }
  return data;
}

/**
 * A true unsharp mask: the difference from a Gaussian blur of sigma = radius, added `amount` times where it is at
 * least `threshold` 255ths. Per channel, or on brightness alone (`monochrome`); alpha is sharpened like a colour.
 * Agrees with ImageMagick's `-unsharp 0x⟨radius⟩+⟨amount⟩+⟨2·threshold/255⟩`, which tests twice the difference.
 * Answers new samples of the same depth, or the very same raster where there is nothing to do.
 */
export function applyUnsharpMask<R extends Raster>(raster: R, mask: UnsharpMask): R {
  if (mask.amount <= 0 || mask.radius <= 0) return raster;
  const colors = raster.alpha ? raster.channels - 1 : raster.channels;
  const masked = { rows: rowsOf(raster), radius: mask.radius, gains: makeGains(mask, fullOf(raster)), raster };
  const data = mask.monochrome && colors > 1 ? onBrightness(masked, colors) : perChannel(masked);
  return { ...raster, data };
}

/** `op_usm` and `op_usmR` on the final view, their radius in pixels of the view (reference H.5, 8). */
export const unsharpMask: ReplyStep<'unsharpMask', AnyPicture> = (picture, _mask, { composite: { composite } }) =>
  sharpenPicture(sharpenPicture(picture, composite.unsharpMask), composite.unsharpMaskR);

/** The same of a layer by itself: the radius of `op_usm` counts in its full size, that of `op_usmR` as it is scaled. */
export const unsharpLayer: OperationStep<'unsharpLayer'> = (picture, _mask, { sharpening, ratio }) => {
  const { unsharpMask: full, unsharpMaskR } = sharpening ?? {};
  const scaled = full && { ...full, radius: full.radius * Math.min(ratio.across, ratio.down) };
  return sharpenPicture(sharpenPicture(picture, scaled), unsharpMaskR);
};

/** A picture or a level with its mask applied; the very same one without a mask. */
export function sharpenPicture(picture: AnyPicture, mask: UnsharpMask | undefined): AnyPicture {
  if (!mask) return picture;
  const { data } = applyUnsharpMask({ ...picture, alpha: picture.channels === 4 }, mask);
  return { ...picture, data };
}
