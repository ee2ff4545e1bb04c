import type { Output, PixelType } from '../../../model/recipe.ts';
import { sharp } from '../libvips.ts';

/** The profiles inside libvips that finished pixels go through, by its names. */
const DEFAULTS = { rgb: 'srgb', gray: 'sgrey', cmyk: 'cmyk' } as const satisfies Record<PixelType, string>;

/** The profile that a file's pixels are in, by libvips' name. */
export function profileOf({ pixelType = 'rgb', profile }: Partial<Output>): string {
  return profile?.name === 'DisplayP3' && pixelType === 'rgb' ? 'p3' : DEFAULTS[pixelType];
}

const COLOR_SPACES = { rgb: 'srgb', gray: 'b-w', cmyk: 'cmyk' } as const satisfies Record<PixelType, string>;

/** libvips' name of a pixel type. */
export function colorSpaceOf({ pixelType = 'rgb' }: Partial<Output>): string {
  return COLOR_SPACES[pixelType];
}

/** The bytes of a profile that libvips brings along: taken out of a file of one pixel. */
export async function profileBytes(name: string, colorSpace: string): Promise<Buffer> {
  const pixel = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } });
  const file = await pixel.toColourspace(colorSpace).withIccProfile(name).tiff().toBuffer();
  const { icc } = await sharp(file).metadata();
  if (icc === undefined) throw new Error(`libvips has no profile ${name}`);
  return icc;
}
