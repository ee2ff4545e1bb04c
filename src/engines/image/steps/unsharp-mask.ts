import type { UnsharpMask } from '../../../model/recipe.ts';
import type { Picture } from '../../picture.ts';
import { gaussianBlur, type Rows } from '../gaussian.ts';
import type { Step } from './step.ts';

/** Samples of any depth: `data` is Uint8Array for 8 bits, Uint16Array for 16; `alpha` says whether the last channel is. */
export interface Raster<Data extends Uint8Array | Uint16Array = Uint8Array | Uint16Array> {
  readonly data: Data;
  readonly width: number;
  readonly height: number;
  /** 1…4 colours, one more with alpha. */
  readonly channels: number;
  readonly alpha: boolean;
}

interface Sharpening {
  readonly amount: number;
  /** In samples, not in 255ths. */
  readonly threshold: number;
}

/** Brightness is worked on as one plane, or two with alpha. */
interface Planes {
  readonly planes: 1 | 2;
  readonly colors: number;
}

// Rec. 601, what "brightness" means in the tools people compare with; other colour models weigh their channels alike.
const LUMA = [0.299, 0.587, 0.114];

function lumaWeights(colors: number): readonly number[] {
  return colors === 3 ? LUMA : Array.from({ length: colors }, () => 1 / colors);
}

/** Row `y` as floats; colours multiplied by alpha, so that the hidden colour of clear pixels never shows. */
function readPremultiplied(
  { data, width, channels, alpha }: Raster,
  maximum: number,
  y: number,
  into: Float32Array,
): void {
  const start = y * width * channels;
  if (!alpha) {
    into.set(data.subarray(start, start + into.length));
    return;
  }
  const colors = channels - 1;
  for (let i = 0; i < into.length; i += channels) {
    const opacity = data[start + i + colors] ?? 0;
    const share = opacity / maximum;
    for (let c = 0; c < colors; c++) into[i + c] = (data[start + i + c] ?? 0) * share;
    into[i + colors] = opacity;
  }
}

/** Brightness (and alpha) of a row of premultiplied samples. */
function toBrightness(row: Float32Array, channels: number, colors: number, into: Float32Array): void {
  const weights = lumaWeights(colors);
  const alpha = channels > colors ? 1 : 0;
  for (let from = 0, to = 0; from < row.length; from += channels) {
    let sum = 0;
    for (let c = 0; c < colors; c++) sum += (weights[c] ?? 0) * (row[from + c] ?? 0);
    into[to++] = sum;
    if (alpha === 1) into[to++] = row[from + colors] ?? 0;
  }
}

/** row += amount · (row − blurred) where that difference reaches the threshold. */
function sharpenChannels(row: Float32Array, blurred: Float32Array, { amount, threshold }: Sharpening): void {
  for (let i = 0; i < row.length; i++) {
    const value = row[i] ?? 0;
    const difference = value - (blurred[i] ?? 0);
    if (difference >= threshold || -difference >= threshold) row[i] = value + amount * difference;
  }
}

/** The same gain for every colour of a pixel, from its brightness; alpha, where there is one, by itself. */
function sharpenBrightness(
  row: Float32Array,
  brightness: Float32Array,
  blurred: Float32Array,
  { planes, colors, amount, threshold }: Sharpening & Planes,
): void {
  const gain = (at: number): number => {
    const difference = (brightness[at] ?? 0) - (blurred[at] ?? 0);
    return Math.abs(difference) >= threshold ? amount * difference : 0;
  };
  for (let at = 0, b = 0; b < brightness.length; b += planes) {
    const light = gain(b);
    for (let c = 0; c < colors; c++, at++) row[at] = (row[at] ?? 0) + light;
    if (planes === 2) row[at] = (row[at++] ?? 0) + gain(b + 1);
  }
}

/** Divides the colours of a row by its alpha again, which is rounded first: it is what will be stored. */
function unpremultiply(row: Float32Array, channels: number, maximum: number): void {
  const colors = channels - 1;
  for (let i = 0; i < row.length; i += channels) {
    const opacity = Math.min(maximum, Math.max(0, Math.round(row[i + colors] ?? 0)));
    const gain = opacity === 0 ? 0 : maximum / opacity;
    for (let c = 0; c < colors; c++) row[i + c] = (row[i + c] ?? 0) * gain;
  }
}

interface Writer {
  readonly data: Raster['data'];
  readonly write: (row: Float32Array, at: number) => void;
}

/** Rounds and clamps rows into new samples of the depth of `like`. */
function makeWriter(like: Raster['data']): Writer {
  if (like.BYTES_PER_ELEMENT === 1) {
    // A clamped array rounds and clamps by itself, several times faster than code can.
    const clamped = new Uint8ClampedArray(like.length);
    return { data: new Uint8Array(clamped.buffer), write: (row, at) => clamped.set(row, at) };
  }
  const data = new Uint16Array(like.length);
  const write = (row: Float32Array, at: number): void => {
    for (let i = 0; i < row.length; i++) data[at + i] = Math.min(65_535, Math.max(0, (row[i] ?? 0) + 0.5));
  };
  return { data, write };
}

type SharpenRow = (row: Float32Array, y: number) => void;

function perChannel(rows: Rows, radius: number, sharpening: Sharpening): SharpenRow {
  const blur = gaussianBlur(rows, radius);
  return (row, y) => sharpenChannels(row, blur(y), sharpening);
}

function onBrightness(rows: Rows, colors: number, radius: number, sharpening: Sharpening): SharpenRow {
  const { width, height, channels } = rows;
  const planes = channels > colors ? 2 : 1;
  const whole = new Float32Array(width * channels);
  const read = (y: number, into: Float32Array): void => {
    rows.read(y, whole);
    toBrightness(whole, channels, colors, into);
  };
  const blur = gaussianBlur({ width, height, channels: planes, read }, radius);
  const brightness = new Float32Array(width * planes);
  return (row, y) => {
    const blurred = blur(y);
    toBrightness(row, channels, colors, brightness);
    sharpenBrightness(row, brightness, blurred, { ...sharpening, planes, colors });
  };
}

/**
 * A true unsharp mask: the difference from a Gaussian blur of sigma = radius, added `amount` times where it is at
 * least `threshold` 255ths. Per channel, or on brightness alone (`monochrome`); alpha is sharpened like a colour.
 * Agrees with ImageMagick's `-unsharp 0x⟨radius⟩+⟨amount⟩+⟨2·threshold/255⟩`, which tests twice the difference.
 * Answers new samples of the same depth, or the very same raster where there is nothing to do.
 */
export function applyUnsharpMask<R extends Raster>(raster: R, mask: UnsharpMask): R {
  if (mask.amount <= 0 || mask.radius <= 0) return raster;
  const maximum = raster.data.BYTES_PER_ELEMENT === 1 ? 255 : 65_535;
  const { width, height, channels } = raster;
  const colors = raster.alpha ? channels - 1 : channels;
  const sharpening: Sharpening = { amount: mask.amount, threshold: (mask.threshold * maximum) / 255 };
  const rows: Rows = { width, height, channels, read: (y, into) => readPremultiplied(raster, maximum, y, into) };
  const sharpen =
    mask.monochrome && colors > 1
      ? onBrightness(rows, colors, mask.radius, sharpening)
      : perChannel(rows, mask.radius, sharpening);
  const { data, write } = makeWriter(raster.data);
  const row = new Float32Array(width * channels);
  for (let y = 0; y < height; y++) {
    rows.read(y, row);
    sharpen(row, y);
    if (raster.alpha) unpremultiply(row, channels, maximum);
    write(row, y * row.length);
  }
  return { ...raster, data };
}

/** `op_usm` on the final view, its radius in pixels of the view (reference H.5, 8). */
export const unsharpMask: Step = (picture, { recipe }) => sharpenPicture(picture, recipe.unsharpMask);

/** A picture or a level with its mask applied; the very same one without a mask. */
export function sharpenPicture(picture: Picture, mask: UnsharpMask | undefined): Picture {
  if (!mask) return picture;
  const { data } = applyUnsharpMask({ ...picture, alpha: picture.channels === 4 }, mask);
  return { ...picture, data };
}
