import type { ImageFacts } from '../../../model/asset.ts';

const CMYK =
  'The master is CMYK without an ICC profile, and `iccprofilesrccmyk` names none: its colours were taken for those of coated ' +
  'paper and may be off; embed the profile it was made for, or name it.';
const GRAY =
  'The master is gray without an ICC profile: its colours were taken to have the curve of sRGB and may be off; embed the ' +
  'profile it was made for.';
const GUESSED =
  'The master does not say which colours its numbers are: they were taken for what its other fields let expect, and may be ' +
  'off; save it anew.';
const HDR =
  'The master is brighter than screens of today (HDR): it was dimmed to their range, highlights most; keep a version of your ' +
  'own where that matters.';

/**
 * Remarks on a master whose colours had to be assumed or converted down, worded equally for all masters of a kind.
 * `named`: settings name a profile for untagged masters.
 */
export function colorRemarks(facts: ImageFacts, named: boolean): readonly string[] {
  const remark = remarkOf(facts, named);
  return [...(facts.guessedColors ? [GUESSED] : []), ...(remark === undefined ? [] : [remark])];
}

function remarkOf({ colorSpace, icc, hdr }: ImageFacts, named: boolean): string | undefined {
  if (hdr !== undefined) return HDR;
  if (icc !== null || named) return undefined;
  if (colorSpace === 'cmyk') return CMYK;
  return colorSpace === 'gray' ? GRAY : undefined;
}
