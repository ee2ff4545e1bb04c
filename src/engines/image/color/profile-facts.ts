import type { ColorSpace, ImageFacts } from '../../../model/asset.ts';
import { profileName } from './profile-name.ts';
import { isSrgb } from './srgb-profile.ts';

/** The facts about the profile that a file embeds, if any, beside pixels of this colour space. */
export function profileFacts(icc: Buffer | undefined, space: ColorSpace): Pick<ImageFacts, 'icc' | 'srgbProfile'> {
  if (!icc) return { icc: null };
  return { icc: profileName(icc), ...(space === 'srgb' && isSrgb(icc) && { srgbProfile: true }) };
}
