import type { ColorSpace, ProfileKind } from '../../../model/asset.ts';
import { curveOf } from './icc-curve.ts';
import { findTag } from './icc-tags.ts';
import { isFlat, isMatrixProfile, isSrgb } from './srgb-profile.ts';

/** The space of numbers that a profile is about, by its signature (ICC.1:2022, table 19). */
const SPACES: Readonly<Record<string, ColorSpace>> = { 'RGB ': 'srgb', GRAY: 'gray', CMYK: 'cmyk' };

/** The space of numbers that a profile is about; undefined where pixels have no such space. */
export function spaceOfProfile(profile: Buffer): ColorSpace | undefined {
  return SPACES[profile.toString('latin1', 16, 20)];
}

/**
 * The kind of a profile that is beside pixels of this space; undefined where it is about others or damaged, and so says
 * nothing of them. Whether LittleCMS can read it shows when it is needed.
 */
export function kindOfProfile(profile: Buffer, space: ColorSpace): ProfileKind | undefined {
  if (spaceOfProfile(profile) !== space || isFlat(profile)) return undefined;
  if (space === 'srgb' && isSrgb(profile)) return 'srgb';
  if (space === 'srgb') return isMatrixProfile(profile) ? 'matrix' : 'tables';
  const isCurve = space === 'gray' && curveOf(profile, 'kTRC') !== undefined && findTag(profile, 'A2B0') === undefined;
  return isCurve ? 'matrix' : 'tables';
}
