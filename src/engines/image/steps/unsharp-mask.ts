import type { UnsharpMask } from '../../../model/recipe/recipe.ts';
import type { AnyPicture } from '../../picture.ts';
import { gaussianBlur } from '../kernels/gaussian.ts';
import { lumaWeights } from '../kernels/luma.ts';
import { fullOf, makeRowWriter, type Raster, rowsOf } from '../kernels/raster.ts';
import { type Arena, openArena } from '../kernels/simd/arena.ts';
import type { OperationStep, ReplyStep } from './step.ts';

/** Sharpens row `y`, which is at an address; rows come in ascending order. */
type SharpenRow = (y: number, row: number) => void;

interface Masked {
  readonly raster: Raster;
  readonly radius: number;
  readonly amount: number;
  /** In units of the samples. */
  readonly threshold: number;
}

/** Sharpens each channel separately. */
function perChannel(arena: Arena, { raster, radius, amount, threshold }: Masked): SharpenRow {
  const blurred = gaussianBlur(arena, rowsOf(arena, raster), radius);
  const length = raster.width * raster.channels;
  return (y, row) => arena.kernels.addDifference(row, row, blurred(y), length, amount, threshold);
}

/** All colours of a pixel alike. */
function onBrightness(arena: Arena, { raster, radius, amount, threshold }: Masked, colors: number): SharpenRow {
  const { kernels } = arena;
  const { width, height, channels } = raster;
  const rows = rowsOf(arena, raster);
  const whole = arena.takeRow(width * channels);
  const weights = arena.put(lumaWeights(colors));
  const read = (y: number, into: number): void => {
    rows.read(y, whole);
    kernels.toBrightness(into, whole, weights, width, channels, colors);
  };
  const blurred = gaussianBlur(arena, { width, height, channels: 1 + channels - colors, read }, radius);
  return (y, row) => kernels.addBrightness(row, blurred(y), weights, width, channels, colors, amount, threshold);
}

/**
 * A true unsharp mask: the difference from a Gaussian blur of sigma = radius, added `amount` times where it is at
 * least `threshold` 255ths. Per channel, or on brightness alone (`monochrome`); alpha is sharpened like a colour.
 * Agrees with ImageMagick's `-unsharp 0x⟨radius⟩+⟨amount⟩+⟨2·threshold/255⟩`, which tests twice the difference.
 * Answers new samples of the same depth, or the very same raster where there is nothing to do.
 */
export function applyUnsharpMask<R extends Raster>(raster: R, mask: UnsharpMask): R {
  const { amount, radius, monochrome } = mask;
  if (amount <= 0 || radius <= 0) return raster;
  const arena = openArena();
  const colors = raster.alpha ? raster.channels - 1 : raster.channels;
  const masked = { raster, radius, amount, threshold: (mask.threshold * fullOf(raster)) / 255 };
  const sharpen = monochrome && colors > 1 ? onBrightness(arena, masked, colors) : perChannel(arena, masked);
  const { read } = rowsOf(arena, raster);
  const { data, write } = makeRowWriter(arena, raster);
  const row = arena.takeRow(raster.width * raster.channels);
  for (let y = 0; y < raster.height; y++) {
    read(y, row);
    sharpen(y, row);
    write(y, row);
  }
  return { ...raster, data };
}

/** `op_usm` and `op_usmR` on the final view, their radius in pixels of the view (reference H.5, 8). */
export const unsharpMask: ReplyStep<'unsharpMask', AnyPicture> = (picture, _mask, { composite: { composite } }) =>
  sharpenPicture(sharpenPicture(picture, composite.unsharpMask), composite.unsharpMaskR);

/** The same for a single layer: the radius of `op_usm` is relative to its full size, that of `op_usmR` to its scaled size. */
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
