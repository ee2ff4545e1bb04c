import type { Sharp } from 'sharp';
import type { Picture } from '../../picture.ts';
import type { Size } from '../../../model/geometry.ts';
import type { Color } from '../../../model/recipe/recipe.ts';
import { sharp } from '../libvips.ts';

/** A pipeline that starts from pixels in memory; they are not copied. */
export function openPicture({ data, width, height, channels }: Picture): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
}

/** Runs a pipeline to its end: 8-bit sRGB or sRGB + alpha. */
export async function toPicture(pipeline: Sharp): Promise<Picture> {
  const { data, info } = await pipeline.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== 3 && channels !== 4) throw new Error(`expected 3 or 4 channels of pixels, got ${channels}`);
  return { data, width, height, channels };
}

/**
 * The same picture without its alpha where that is 255 everywhere: resizing three channels gives the same colours,
 * faster.
 */
export function dropOpaqueAlpha(picture: Picture): Promise<Picture> | Picture {
  if (picture.channels === 3) return picture;
  const { data } = picture;
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return picture;
  return toPicture(openPicture(picture).removeAlpha());
}

/** A picture of one colour. */
export function uniform({ width, height }: Size, { r, g, b, alpha }: Color): Picture {
  const channels = alpha === 255 ? 3 : 4;
  const data = new Uint8Array(width * height * channels);
  const pixel = Uint8Array.from(channels === 3 ? [r, g, b] : [r, g, b, alpha]);
  for (let i = 0; i < data.length; i += channels) data.set(pixel, i);
  return { data, width, height, channels };
}
