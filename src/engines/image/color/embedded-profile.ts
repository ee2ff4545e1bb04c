import type { Sharp } from 'sharp';
import type { Output, PixelType } from '../../../model/recipe/recipe.ts';
import { sharp } from '../libvips.ts';

/** The profiles inside libvips that finished pixels go through, by its names. */
const DEFAULTS = { rgb: 'srgb', gray: 'sgrey', cmyk: 'cmyk' } as const satisfies Record<PixelType, string>;

/** The profile that a file's pixels are in, by libvips' name. */
function profileOf({ pixelType = 'rgb', profile }: Partial<Output>): string {
  return profile?.name === 'DisplayP3' && pixelType === 'rgb' ? 'p3' : DEFAULTS[pixelType];
}

const COLOR_SPACES = { rgb: 'srgb', gray: 'b-w', cmyk: 'cmyk' } as const satisfies Record<PixelType, string>;

/** libvips' name of a pixel type. */
function colorSpaceOf({ pixelType = 'rgb' }: Partial<Output>): string {
  return COLOR_SPACES[pixelType];
}

/** Finished pixels in the colours that an output asks for; `attach`: the file is to hold their profile. */
export function inColorsOf(output: Partial<Output>, pipeline: Sharp, attach = false): Sharp {
  const profile = profileOf(output);
  const colored = pipeline.toColourspace(colorSpaceOf(output));
  return attach || profile === 'p3' ? colored.withIccProfile(profile, { attach }) : colored;
}

/** The bytes of the profile that an output's pixels are in: taken out of a file of one pixel. */
export async function profileBytes(output: Partial<Output>): Promise<Buffer> {
  const name = profileOf(output);
  const pixel = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } });
  const file = await pixel.toColourspace(colorSpaceOf(output)).withIccProfile(name).tiff().toBuffer();
  const { icc } = await sharp(file).metadata();
  if (icc === undefined) throw new Error(`libvips has no profile ${name}`);
  return icc;
}
