import { once } from '../../base/once.ts';
import type { PixelType } from '../recipe/recipe.ts';

/** A profile that the Image Serving language has a name for. */
export interface NamedProfile {
  /** Its name in the Image Serving language. */
  readonly name: string;
  readonly space: PixelType;
  /** The description inside the profile, as image editors show it. */
  readonly called: string;
  /** The name of its file, without extension, as editors and systems install it. */
  readonly file: string;
  /** A free replacement for the profile, in `profiles/icc`, used where it is not installed; absent = there is none. */
  readonly free?: string;
  /** The file of the package means another printing condition than the name: how near it is. */
  readonly instead?: string;
}

const rgb = (name: string, called: string, file: string): NamedProfile => ({
  ...{ name, space: 'rgb', called, file, free: name },
});
const cmyk = (
  name: string,
  called: string,
  file: string,
  free?: Pick<NamedProfile, 'free' | 'instead'>,
): NamedProfile => ({ name, space: 'cmyk', called, file, ...free });
const gray = (name: string, called: string, file: string): NamedProfile => ({
  ...{ name, space: 'gray', called, file, free: name },
});

const COATED = { free: 'CoatedFogra39' } as const;
const UNCOATED = { free: 'UncoatedFogra29' } as const;
const WEB = { free: 'WebCoatedGrade3' } as const;
const NEAR = 'a related printing condition';

/**
 * The names of the reference, ten of RGB and 22 of CMYK, and those that it lacks: what screens of today show, and grays. sRGB
 * is what all pixels are drawn in where nothing else is asked.
 */
export const NAMED_PROFILES: readonly NamedProfile[] = [
  rgb('sRGB', 'sRGB IEC61966-2.1', 'sRGB Color Space Profile'),
  rgb('AdobeRGB', 'Adobe RGB (1998)', 'AdobeRGB1998'),
  rgb('AppleRGB', 'Apple RGB', 'AppleRGB'),
  rgb('CIERGB', 'CIE RGB', 'CIERGB'),
  rgb('ColorMatchRGB', 'ColorMatch RGB', 'ColorMatchRGB'),
  rgb('NTSC', 'NTSC (1953)', 'NTSC1953'),
  rgb('PAL', 'PAL/SECAM', 'PAL_SECAM'),
  rgb('ProPhoto', 'ProPhoto RGB', 'ProPhoto'),
  rgb('SMPTE', 'SMPTE-C', 'SMPTE-C'),
  rgb('WideGamutRGB', 'Wide Gamut RGB', 'WideGamutRGB'),
  rgb('DisplayP3', 'Display P3', 'Display P3'),
  cmyk('CoatedFogra27', 'Coated FOGRA27 (ISO 12647-2:2004)', 'CoatedFOGRA27', { ...COATED, instead: NEAR }),
  cmyk('CoatedFogra39', 'Coated FOGRA39 (ISO 12647-2:2004)', 'CoatedFOGRA39', COATED),
  cmyk('CoatedGraCol', 'Coated GRACoL 2006 (ISO 12647-2:2004)', 'CoatedGRACoL2006', { free: 'CoatedGraCol' }),
  cmyk('EuropeISOCoated', 'Europe ISO Coated FOGRA27', 'EuropeISOCoatedFOGRA27', { ...COATED, instead: NEAR }),
  cmyk('EuroscaleCoated', 'Euroscale Coated v2', 'EuroscaleCoated', { ...COATED, instead: NEAR }),
  cmyk('EuroscaleUncoated', 'Euroscale Uncoated v2', 'EuroscaleUncoated', { ...UNCOATED, instead: NEAR }),
  cmyk('JapanColorCoated', 'Japan Color 2001 Coated', 'JapanColor2001Coated', { ...COATED, instead: NEAR }),
  cmyk('JapanColorNewspaper', 'Japan Color 2002 Newspaper', 'JapanColor2002Newspaper'),
  cmyk('JapanColorUncoated', 'Japan Color 2001 Uncoated', 'JapanColor2001Uncoated', { ...UNCOATED, instead: NEAR }),
  cmyk('JapanColorWebCoated', 'Japan Color 2003 Web Coated', 'JapanColor2003WebCoated', { ...WEB, instead: NEAR }),
  cmyk('JapanWebCoated', 'Japan Web Coated (Ad)', 'JapanWebCoated', { ...WEB, instead: NEAR }),
  cmyk('NewsprintSNAP2007', 'US Newsprint (SNAP 2007)', 'USNewsprintSNAP2007'),
  cmyk('PS4Default', 'Photoshop 4 Default CMYK', 'Photoshop4DefaultCMYK', { ...WEB, instead: NEAR }),
  cmyk('PS5Default', 'Photoshop 5 Default CMYK', 'Photoshop5DefaultCMYK', { ...WEB, instead: NEAR }),
  cmyk('SheetfedCoated', 'U.S. Sheetfed Coated v2', 'USSheetfedCoated', { free: 'CoatedGraCol', instead: NEAR }),
  cmyk('SheetfedUncoated', 'U.S. Sheetfed Uncoated v2', 'USSheetfedUncoated', { ...UNCOATED, instead: NEAR }),
  cmyk('UncoatedFogra29', 'Uncoated FOGRA29 (ISO 12647-2:2004)', 'UncoatedFOGRA29', UNCOATED),
  cmyk('WebCoated', 'U.S. Web Coated (SWOP) v2', 'USWebCoatedSWOP', { ...WEB, instead: NEAR }),
  cmyk('WebCoatedFogra28', 'Web Coated FOGRA28 (ISO 12647-2:2004)', 'WebCoatedFOGRA28', { free: 'WebCoatedFogra28' }),
  cmyk('WebCoatedGrade3', 'Web Coated SWOP 2006 Grade 3 Paper', 'WebCoatedSWOP2006Grade3', WEB),
  cmyk('WebCoatedGrade5', 'Web Coated SWOP 2006 Grade 5 Paper', 'WebCoatedSWOP2006Grade5', {
    free: 'WebCoatedGrade5',
  }),
  cmyk('WebUncoated', 'U.S. Web Uncoated v2', 'USWebUncoated', { ...UNCOATED, instead: NEAR }),
  gray('GrayGamma18', 'Gray Gamma 1.8', 'Gray Gamma 1.8'),
  gray('GrayGamma22', 'Gray Gamma 2.2', 'Gray Gamma 2.2'),
  gray('sGray', 'sGray', 'sGray'),
];

/** The profile that needs no file. */
export const BUILT_IN = 'sRGB';

/** A name without what people spell differently: letters and digits alone, in lower case. */
export const plainName = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');

// Made when it is first asked for: letters of all scripts make an expression that takes V8 longer than most programs' start.
const spellings = once((): ReadonlyMap<string, NamedProfile> => {
  const rows = NAMED_PROFILES.toReversed();
  return new Map(
    rows.flatMap((row) => [row.name, row.called, row.file].map((spelling) => [plainName(spelling), row] as const)),
  );
});

/** The profile that a text names: by its name, its description or its file, case, spaces and signs ignored. */
export function namedProfile(text: string): NamedProfile | undefined {
  return spellings().get(plainName(text));
}

/** The name that profiles are looked up by: that of the language, or as it is written. */
export const canonicalProfile = (text: string): string => namedProfile(text)?.name ?? text;
