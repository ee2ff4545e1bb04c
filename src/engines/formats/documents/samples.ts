import type { PixelType } from '../../../model/recipe/recipe.ts';
import { colorSpaceOf, inColorsOf } from '../../image/color/embedded-profile.ts';
import { openCarrier } from '../../image/metadata/pixel-carrier.ts';
import type { FinishedPixels } from '../../picture.ts';
import type { EncodeOrder } from '../encoder.ts';

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

/** Finished pixels in the colours that an output asks for, without alpha. */
export async function samplesOf(
  pixels: FinishedPixels,
  { output, profile }: Pick<EncodeOrder, 'output' | 'profile'>,
): Promise<Samples> {
  const { width, height } = pixels;
  const pixelType: PixelType = output.pixelType ?? 'rgb';
  const opened = (await openCarrier(pixels)).removeAlpha();
  const colored = profile ? opened.toColourspace(colorSpaceOf(output)) : inColorsOf(output, opened);
  const { data, info } = await colored.raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== CHANNELS[pixelType])
    throw new Error(`expected ${pixelType} pixels, got ${info.channels} channels`);
  return { data, width, height, pixelType };
}
