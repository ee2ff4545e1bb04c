import type { ColorSpace, ProfileKind } from '../../../model/asset.ts';
import { curveOf } from './icc-curve.ts';
import { findTag } from './icc-tags.ts';
import { faultOfProfile } from './profile-fault.ts';
import { isMatrixProfile, isSrgb } from './srgb-profile.ts';

/**
 * The kind of a profile that is beside pixels of this space; undefined where it is about others or damaged, and so says
 * nothing of them. Whether LittleCMS can read it shows when it is needed.
 */
export function kindOfProfile(profile: Buffer, space: ColorSpace): ProfileKind | undefined {
  if (faultOfProfile(profile, space) !== undefined) return undefined;
  if (space === 'srgb' && isSrgb(profile)) return 'srgb';
  if (space === 'srgb') return isMatrixProfile(profile) ? 'matrix' : 'tables';
  const isCurve = space === 'gray' && curveOf(profile, 'kTRC') !== undefined && findTag(profile, 'A2B0') === undefined;
  return isCurve ? 'matrix' : 'tables';
}
