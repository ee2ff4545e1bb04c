import type { ColorSpace } from '../../../model/asset.ts';
import { findTag, isWithin, readNumber, tagType } from './icc-tags.ts';
import { curveOf } from './icc-curve.ts';
import { isFlat } from './srgb-profile.ts';

/** The reason why an embedded profile is ignored. */
export type ProfileFault = 'damaged' | 'others' | 'version' | 'class';

/** The space of numbers that a profile is about, by its signature (ICC.1:2022, table 19). */
const SPACES: Readonly<Record<string, ColorSpace>> = { 'RGB ': 'srgb', GRAY: 'gray', CMYK: 'cmyk' };

/** The space of numbers that a profile is about; undefined where pixels have no such space. */
function spaceOfProfile(profile: Buffer): ColorSpace | undefined {
  return SPACES[profile.toString('latin1', 16, 20)];
}

// ICC.1:2022, 7.2.4: later versions are those of ICC.2, whose parts LittleCMS does not read.
const LAST_VERSION = 4;
// ICC.1:2022, table 18: what is neither a link between two devices, nor about names, nor between two connection spaces.
const CLASSES: ReadonlySet<string> = new Set(['scnr', 'mntr', 'prtr', 'spac']);
const CONNECTION_SPACES: ReadonlySet<string> = new Set(['XYZ ', 'Lab ']);

/** The tags that lead from numbers to colours, and back: by these the darkest is found for black-point compensation. */
const LEADING = [
  ...['B2A0', 'B2A1', 'B2A2'],
  ...['A2B0', 'A2B1', 'A2B2', 'D2B0', 'D2B1', 'D2B2', 'D2B3'],
  ...['kTRC', 'rTRC', 'gTRC', 'bTRC', 'rXYZ', 'gXYZ', 'bXYZ'],
] as const;

/** The bytes of a table of version 2, by what its head says (ICC.1:2022, 10.10 and 10.11); undefined = of another type. */
function bytesOfTable(tag: Buffer): number | undefined {
  const type = tagType(tag);
  if ((type !== 'mft1' && type !== 'mft2') || tag.length < 52) return undefined;
  const [inputs = 0, outputs = 0, steps = 0] = tag.subarray(8, 11);
  const cells = steps ** inputs * outputs;
  if (type === 'mft1') return 48 + 256 * inputs + cells + 256 * outputs;
  return 52 + 2 * (tag.readUInt16BE(48) * inputs + cells + tag.readUInt16BE(50) * outputs);
}

// Of the profiles that come with Ghostscript it is ten.
const MOST_BEHIND = 64;

/** Tells whether a table fills its tag, but for a few bytes that some writers leave behind it. */
function isWholeTable(tag: Buffer): boolean {
  const bytes = bytesOfTable(tag);
  return bytes === undefined || (bytes <= tag.length && tag.length - bytes <= MOST_BEHIND);
}

// Of real ones it is 1, or little less.
const LEAST_RANGE = 0.1;

/** Tells whether a curve is constant, as where it was overwritten by zeros. */
function isLevel(profile: Buffer, signature: string): boolean {
  const curve = curveOf(profile, signature);
  return curve !== undefined && !(Math.abs(curve(1) - curve(0)) >= LEAST_RANGE);
}

function isDamaged(profile: Buffer): boolean {
  if (profile.toString('latin1', 36, 40) !== 'acsp' || !CONNECTION_SPACES.has(profile.toString('latin1', 20, 24))) {
    return true;
  }
  const tags = LEADING.flatMap((signature) => findTag(profile, signature) ?? []);
  const isSound = (signature: string): boolean => isWithin(profile, signature) && !isLevel(profile, signature);
  return tags.length === 0 || isFlat(profile) || !tags.every(isWholeTable) || !LEADING.every(isSound);
}

/**
 * Why a profile says nothing of pixels of this space, as far as its own bytes tell; undefined = it does. Whether LittleCMS can
 * make colours of it shows when it tries.
 */
export function faultOfProfile(profile: Buffer, space: ColorSpace): ProfileFault | undefined {
  if (readNumber(profile, 128, 4) === undefined) return 'damaged';
  if ((profile[8] ?? 0) > LAST_VERSION) return 'version';
  if (isDamaged(profile)) return 'damaged';
  if (!CLASSES.has(profile.toString('latin1', 12, 16))) return 'class';
  return spaceOfProfile(profile) === space ? undefined : 'others';
}
