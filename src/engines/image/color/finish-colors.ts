import { renderingOf } from '../../../layout/color-conversion.ts';
import type { Output } from '../../../model/recipe/recipe.ts';
import type { FinishedPixels, Picture } from '../../picture.ts';
import { convertPixels } from './convert-pixels.ts';
import { COLORS } from './littlecms.ts';
import { unusableProfile } from './load-profile.ts';

/**
 * Finished pixels in the colours of a file. `profile`: the bytes of the one that is named; RGB was drawn in it, gray and inks are
 * made of sRGB. Without one pixels are RGB, of which libvips makes what is asked while it writes. Throws RenditionError where
 * the profile has no way from other colours to its own.
 */
export async function finishColors(
  picture: Picture,
  output: Partial<Output>,
  profile: Buffer | undefined,
): Promise<FinishedPixels> {
  const { pixelType = 'rgb' } = output;
  if (profile === undefined || pixelType === 'rgb') return { ...picture, pixelType: 'rgb' };
  const { data: samples, width, height, channels } = picture;
  const { intent, blackPoint } = renderingOf({ output });
  const from = { space: 'rgb', depth: 8 } as const;
  const order = { from, to: { space: pixelType, depth: 8 }, target: profile, intent, blackPoint } as const;
  const data = await convertPixels({ samples, channels }, order);
  if (!(data instanceof Uint8Array)) {
    throw unusableProfile(output.profile?.name ?? '', 'a colour profile that leads to its own colours', 'another one');
  }
  return { data, width, height, channels: COLORS[pixelType] + channels - 3, pixelType };
}
