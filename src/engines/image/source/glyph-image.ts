import type { Picture } from '../../picture.ts';
import { sharp } from '../libvips.ts';

/** Pictures of letters have at most some hundred pixels a side. */
const MOST_PIXELS = 2 ** 22;

/** Decodes the picture of a letter, as red, green, blue and alpha. Throws what libvips throws. */
export async function readGlyphImage(png: Uint8Array): Promise<Picture> {
  const pixels = sharp(png, { failOn: 'error', limitInputPixels: MOST_PIXELS })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw();
  const { data, info } = await pixels.toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: 4 };
}
