import type { Sharp } from 'sharp';
import type { Output, PixelType } from '../../../model/recipe/recipe.ts';
import { sharp } from '../libvips.ts';

/** The profiles inside libvips that finished pixels go through where none is named, by its names. */
const DEFAULTS = { rgb: 'srgb', gray: 'sgrey', cmyk: 'cmyk' } as const satisfies Record<PixelType, string>;

const COLOR_SPACES = { rgb: 'srgb', gray: 'b-w', cmyk: 'cmyk' } as const satisfies Record<PixelType, string>;
const DEEP_SPACES = { rgb: 'rgb16', gray: 'grey16', cmyk: 'cmyk' } as const satisfies Record<PixelType, string>;

/** libvips' name of the pixels of an output. */
export function colorSpaceOf({ pixelType = 'rgb', bitDepth = 8 }: Partial<Output>): string {
  return (bitDepth > 8 ? DEEP_SPACES : COLOR_SPACES)[pixelType];
}

/** Finished RGB in the pixels that an output asks for; `attach`: the file is to hold their profile. */
export function inColorsOf(output: Partial<Output>, pipeline: Sharp, attach = false): Sharp {
  const colored = pipeline.toColourspace(colorSpaceOf(output));
  return attach ? colored.withIccProfile(DEFAULTS[output.pixelType ?? 'rgb']) : colored;
}

/** The bytes of libvips' profile of such pixels: taken out of a file of one pixel. */
export async function builtInProfile(pixelType: PixelType): Promise<Buffer> {
  const name = DEFAULTS[pixelType];
  const pixel = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } });
  const file = await pixel.toColourspace(colorSpaceOf({ pixelType })).withIccProfile(name).tiff().toBuffer();
  const { icc } = await sharp(file).metadata();
  if (icc === undefined) throw new Error(`libvips has no profile ${name}`);
  return icc;
}
