import type { ColorSpace, ImageFacts } from '../../../model/asset.ts';
import { kindOfProfile } from './describe-profile.ts';
import { profileName } from './profile-name.ts';

/** The facts about the profile that a file embeds, if any, beside pixels of this colour space. */
export function profileFacts(icc: Buffer | undefined, space: ColorSpace): Pick<ImageFacts, 'icc' | 'profileKind'> {
  if (!icc) return { icc: null };
  const profileKind = kindOfProfile(icc, space);
  return { icc: profileName(icc), ...(profileKind !== undefined && { profileKind }) };
}
