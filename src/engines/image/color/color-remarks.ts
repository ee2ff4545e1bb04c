import type { ImageFacts } from '../../../model/asset.ts';

const CMYK =
  'The master is CMYK without an ICC profile, and `iccprofilesrccmyk` names none: its colours were taken for those of coated ' +
  'paper and may be off; embed the profile it was made for, or name it.';
const GRAY =
  'The master is gray without an ICC profile: its colours were taken to have the curve of sRGB and may be off; embed the ' +
  'profile it was made for.';
const HDR =
  'The master is brighter than screens of today (HDR): it was dimmed to their range, highlights most; keep a version of your ' +
  'own where that matters.';

/** Sentences, the same for all masters of a kind, for one whose colours had to be guessed or brought down. `named`: a profile is, for what says nothing. */
export function colorRemarks({ colorSpace, icc, hdr }: ImageFacts, named: boolean): readonly string[] {
  if (hdr !== undefined) return [HDR];
  if (icc !== null || named) return [];
  if (colorSpace === 'cmyk') return [CMYK];
  return colorSpace === 'gray' ? [GRAY] : [];
}
