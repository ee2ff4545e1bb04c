import { renderingOf } from '../../../layout/color-conversion.ts';
import type { Output, PixelType } from '../../../model/recipe/recipe.ts';
import { type AnyPicture, type FinishedPixels, fullSample } from '../../picture.ts';
import { convertPixels } from './convert-pixels.ts';
import { ditherToBytes } from './dither.ts';
import { COLORS, type Samples } from './littlecms.ts';
import { unusableProfile } from './load-profile.ts';

/** Samples as deep as asked, each the nearest. */
export function inDepth(data: Samples, deep: boolean): Samples {
  if (deep === data instanceof Uint16Array) return data;
  // 65,535 is 255 · 257.
  if (deep) return Uint16Array.from(data, (value) => value * 257);
  const bytes = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) bytes[i] = ((data[i] ?? 0) + 128) / 257;
  return bytes;
}

/** RGB in other pixels, by their profile. */
async function convertRgb(picture: AnyPicture, output: Partial<Output>, pixelType: PixelType, profile: Buffer) {
  const { intent, blackPoint } = renderingOf({ output });
  const depth = fullSample(picture) === 255 ? 8 : 16;
  const order = { from: { space: 'rgb', depth }, to: { space: pixelType, depth }, target: profile } as const;
  const { data: samples, channels } = picture;
  const converted = await convertPixels({ samples, channels }, { ...order, intent, blackPoint });
  if (converted) return converted;
  throw unusableProfile(output.profile?.name ?? '', 'a colour profile that leads to its own colours', 'another one');
}

/**
 * Finished pixels in the colours and the depth of a file. `profile`: the bytes of the one that they are to be in; RGB was drawn in
 * it, gray and inks are made of sRGB. Without one pixels are RGB, of which libvips makes what is asked while it writes. Throws
 * RenditionError where the profile has no way from other colours to its own.
 */
export async function finishColors(
  picture: AnyPicture,
  output: Partial<Output>,
  profile: Buffer | undefined,
): Promise<FinishedPixels> {
  const { pixelType = 'rgb', bitDepth = 8, profile: { dither = false } = {} } = output;
  const { width, height } = picture;
  const given = { ...picture, data: inDepth(picture.data, bitDepth > 8 || dither) };
  const converts = profile !== undefined && pixelType !== 'rgb';
  const data = converts ? await convertRgb(given, output, pixelType, profile) : given.data;
  const channels = converts ? COLORS[pixelType] + picture.channels - 3 : picture.channels;
  const finished = { width, height, channels, pixelType: converts ? pixelType : ('rgb' as const) };
  if (bitDepth > 8 || data instanceof Uint8Array) return { ...finished, data };
  return { ...finished, data: ditherToBytes({ data, width, channels }) };
}
