import { sharp } from '../libvips.ts';

let inks: Promise<Buffer> | undefined;

/**
 * The profile of CMYK inside libvips, "Chemical proof" (coated paper, in the public domain): taken out of a file of one pixel. It
 * stands for the profile of CMYK that says nothing of itself.
 */
export const genericInks = (): Promise<Buffer> => (inks ??= takeOut());

async function takeOut(): Promise<Buffer> {
  const pixel = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } });
  const file = await pixel.toColourspace('cmyk').withIccProfile('cmyk').tiff().toBuffer();
  const { icc } = await sharp(file).metadata();
  if (icc === undefined) throw new Error('libvips has no profile of CMYK');
  return icc;
}
