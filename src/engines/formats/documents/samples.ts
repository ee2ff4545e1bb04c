import type { Output, PixelType } from '../../../model/recipe/recipe.ts';
import { inColorsOf } from '../../image/color/embedded-profile.ts';
import { openPicture } from '../../image/source/pixels.ts';
import type { Picture } from '../../picture.ts';

/** Pixels as a document holds them: rows from the top, 8 bits a sample, samples interleaved, no alpha. */
export interface Samples {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly pixelType: PixelType;
}

/** Samples of a pixel. */
export const CHANNELS = { rgb: 3, gray: 1, cmyk: 4 } as const satisfies Record<PixelType, number>;

/** The colour spaces of PostScript and PDF. */
export const DEVICE_SPACES = {
  rgb: 'DeviceRGB',
  gray: 'DeviceGray',
  cmyk: 'DeviceCMYK',
} as const satisfies Record<PixelType, string>;

/** A length in points of 1/72 inch, as documents measure; at most four decimals. */
export function points(pixels: number, resolution: number): number {
  return Math.round((pixels * 72 * 10_000) / resolution) / 10_000;
}

/** Pixels an inch where the recipe says nothing. */
export const DEFAULT_RESOLUTION = 72;

/** Finished pixels in the colours that an output asks for. */
export async function samplesOf(picture: Picture, output: Partial<Output>): Promise<Samples> {
  const pixelType: PixelType = output.pixelType ?? 'rgb';
  const colored = inColorsOf(output, openPicture(picture).removeAlpha());
  const { data, info } = await colored.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== CHANNELS[pixelType]) throw new Error(`expected ${pixelType} pixels, got ${channels} channels`);
  return { data, width, height, pixelType };
}
