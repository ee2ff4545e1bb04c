import type { ImageFacts } from '../../../model/asset.ts';
import { numbersOf, readDirectory, TAG, type Tiff } from '../../../system/read-tiff.ts';
import { openExif, readFromExif } from './exif-structure.ts';

// EXIF 2.32, 4.6.5: ColorSpace; 4.6.7: the directory of interoperability, whose first field names a rule (DCF 2.0).
const COLOR_SPACE = 0xa0_01;
const INTEROPERABILITY = 0xa0_05;
const RULE = 1;

/** A profile of RGB that EXIF names without embedding it. */
type NamedProfile = ImageFacts['told'];

// 2 is what makers of cameras write for Adobe RGB beside the standard, in which that is 65535 (uncalibrated) with a rule.
const SPACES: Readonly<Record<number, NamedProfile>> = { 1: 'sRGB', 2: 'AdobeRGB' };
const RULES: Readonly<Record<string, NamedProfile>> = { R98: 'sRGB', R03: 'AdobeRGB' };

async function ruleOf(tiff: Tiff, at: number | undefined): Promise<NamedProfile> {
  if (at === undefined) return undefined;
  const { entries } = await readDirectory(tiff, at, (tag) => tag === RULE);
  return RULES[entries[0]?.data.toString('latin1', 0, 3) ?? ''];
}

/** The profile of RGB that an EXIF block names; undefined where it names none, or is damaged. */
export async function exifColorSpace(exif: Buffer | undefined): Promise<NamedProfile> {
  if (exif === undefined) return undefined;
  try {
    const tiff = await openExif(readFromExif(exif));
    const [at] = numbersOf(await readDirectory(tiff, tiff.first, (tag) => tag === TAG.exif), TAG.exif);
    if (at === undefined) return undefined;
    const wanted = (tag: number): boolean => tag === COLOR_SPACE || tag === INTEROPERABILITY;
    const directory = await readDirectory(tiff, at, wanted);
    const [space = 0] = numbersOf(directory, COLOR_SPACE);
    return SPACES[space] ?? (await ruleOf(tiff, numbersOf(directory, INTEROPERABILITY)[0]));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The same as the colour facts of an RGB picture without a usable ICC profile. */
export async function exifColors(
  { colorSpace, profileKind }: Pick<ImageFacts, 'colorSpace' | 'profileKind'>,
  exif: Buffer | undefined,
): Promise<Pick<ImageFacts, 'told'>> {
  const told = colorSpace === 'srgb' && profileKind === undefined ? await exifColorSpace(exif) : undefined;
  return told === undefined ? {} : { told };
}
