import type { Sharp } from 'sharp';
import type { Size } from '../../../model/geometry.ts';
import type { Color } from '../../../model/recipe/recipe.ts';
import { type AnyPicture, fullSample, type Picture } from '../../picture.ts';
import { sharp } from '../libvips.ts';

const isDeep = (picture: AnyPicture): boolean => fullSample(picture) !== 255;

/** A pipeline that starts from pixels in memory; they are not copied. */
export function openPicture(picture: AnyPicture): Sharp {
  const { data, width, height, channels } = picture;
  const opened = sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
  return isDeep(picture) ? opened.toColourspace('rgb16') : opened;
}

async function samplesOf(pipeline: Sharp, depth: 'uchar' | 'ushort') {
  const { data, info } = await pipeline.raw({ depth }).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== 3 && channels !== 4) throw new Error(`expected 3 or 4 channels of pixels, got ${channels}`);
  return { bytes: data, width, height, channels } as const;
}

/** Runs a pipeline to its end: 8-bit RGB or RGB + alpha. */
export async function toPicture(pipeline: Sharp): Promise<Picture> {
  const { bytes, ...form } = await samplesOf(pipeline, 'uchar');
  return { data: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), ...form };
}

/** Runs a pipeline of 16 bits to its end. */
export async function toDeepPicture(pipeline: Sharp): Promise<Picture<Uint16Array>> {
  const { bytes, ...form } = await samplesOf(pipeline, 'ushort');
  return { data: new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2), ...form };
}

/** The picture that libvips makes of another one, as deep as that. */
export async function redraw<P extends AnyPicture>(picture: P, change: (pipeline: Sharp) => Sharp): Promise<P> {
  const changed = change(openPicture(picture));
  return (await (isDeep(picture) ? toDeepPicture(changed) : toPicture(changed))) as P;
}

/**
 * The same picture without its alpha where that is full everywhere: resizing three channels gives the same colours,
 * faster.
 */
export function dropOpaqueAlpha<P extends AnyPicture>(picture: P): Promise<P> | P {
  if (picture.channels === 3) return picture;
  const { data } = picture;
  const full = fullSample(picture);
  for (let i = 3; i < data.length; i += 4) if (data[i] !== full) return picture;
  return redraw(picture, (pipeline) => pipeline.removeAlpha());
}

/** A picture in 8 bits, each sample the nearest; the very same one where it is so already. */
export function toBytes(picture: AnyPicture): Picture {
  const { data } = picture;
  if (data instanceof Uint8Array) return { ...picture, data };
  const bytes = new Uint8Array(data.length);
  // 65,535 is 255 · 257.
  for (let i = 0; i < data.length; i++) bytes[i] = ((data[i] ?? 0) + 128) / 257;
  return { ...picture, data: bytes };
}

/** A picture of one colour. */
export function uniform({ width, height }: Size, { r, g, b, alpha }: Color): Picture {
  const channels = alpha === 255 ? 3 : 4;
  const data = new Uint8Array(width * height * channels);
  const pixel = Uint8Array.from(channels === 3 ? [r, g, b] : [r, g, b, alpha]);
  for (let i = 0; i < data.length; i += channels) data.set(pixel, i);
  return { data, width, height, channels };
}
