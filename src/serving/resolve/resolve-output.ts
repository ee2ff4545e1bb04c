import { present } from '../../base/present.ts';
import { BUILT_IN, canonicalProfile, namedProfile } from '../../model/colors/profile-names.ts';
import { losesPixels, type OutputFormat } from '../../model/formats/output-formats.ts';
import type { Palette } from '../../model/recipe/palette.ts';
import { USUAL_RESOLUTION } from '../../model/recipe/print-resolution.ts';
import type { Effort, Output, OutputProfile, PixelType } from '../../model/recipe/recipe.ts';
import type { ServerSettings } from './server-settings.ts';

/** Defaults of encoder settings. */
const MOST_COLORS = 256;

/** `none` is the documented default of every format, whatever its encoder calls it. */
function resolveCompression({ compressions }: OutputFormat, asked: string | undefined): string | undefined {
  return asked === 'none' || asked === compressions[0] ? undefined : asked;
}

/** The defaults of the encoders: libimagequant's palette, its dithering. */
function resolvePalette({ palette }: OutputFormat, asked: Palette | undefined): Palette | undefined {
  if (palette !== true || asked === undefined) return undefined;
  const { type, diffuse, forced } = asked;
  const colors = type === 'adaptive' ? asked.colors : MOST_COLORS;
  const usual = type === 'adaptive' && diffuse && colors === MOST_COLORS && forced.length === 0;
  return usual ? undefined : { type, diffuse, colors, forced };
}

/** The profiles of files by their pixels, as the settings have them. */
function usualProfiles({ iccprofilergb, iccprofilecmyk, iccprofilegray }: ServerSettings) {
  return { rgb: iccprofilergb, cmyk: iccprofilecmyk, gray: iccprofilegray } as const;
}

/** The name of a profile for these pixels: the one that is asked for, else that of the settings; sRGB is what pixels have anyway. */
function resolveName(asked: string | undefined, type: PixelType, server: ServerSettings): string | undefined {
  // The pixels that a reply comes to may be others: those of a mask are gray.
  const fits = asked !== undefined && (namedProfile(asked)?.space ?? type) === type;
  const name = fits ? asked : usualProfiles(server)[type];
  return name === undefined || namedProfile(name)?.name === BUILT_IN ? undefined : canonicalProfile(name);
}

/** The output profile and how colours are converted to it: as asked, else by server settings. Defaults are left out. */
function resolveProfile({ profile = {} }: Partial<Output>, type: PixelType, server: ServerSettings): OutputProfile {
  const { iccrenderintent, iccblackpointcompensation, iccdither } = server;
  const settings = { intent: iccrenderintent, blackPoint: iccblackpointcompensation, dither: iccdither };
  const { intent, blackPoint, dither } = { ...present<OutputProfile>(settings), ...profile };
  return present<OutputProfile>({
    name: resolveName(profile.name, type, server),
    intent: intent === 'relative' ? undefined : intent,
    blackPoint: blackPoint === false ? false : undefined,
    dither: dither === true ? true : undefined,
  });
}

/** The pixels that a profile is of, where nothing is said about pixels: reference F.1. */
function pixelTypeOf({ pixelType, profile }: Partial<Output>, { pixelTypes }: OutputFormat): PixelType {
  const told = pixelType ?? (profile?.name === undefined ? undefined : namedProfile(profile.name)?.space);
  return told !== undefined && pixelTypes.includes(told) ? told : (pixelType ?? 'rgb');
}

/** The things that a file carries besides its pixels, where its format can hold it. */
function resolveAttachments(
  output: Partial<Output>,
  { holds, xmpEmbed }: OutputFormat,
  { resolution }: ServerSettings,
): Partial<Output> {
  const { printResolution = resolution, embedProfile, keepXmp, embedPaths } = output;
  return present<Partial<Output>>({
    printResolution: holds.density && printResolution !== USUAL_RESOLUTION ? printResolution : undefined,
    embedProfile: holds.icc && embedProfile === true ? true : undefined,
    keepXmp: xmpEmbed && keepXmp === true ? true : undefined,
    embedPaths: holds.paths && embedPaths === true ? true : undefined,
  });
}

function resolveEffort(format: OutputFormat, effort?: Effort, compression?: string): Effort | undefined {
  const listens = format.effort === true && format.palette !== true && compression !== 'lossless';
  return listens && effort !== 'balanced' ? effort : undefined;
}

/** Bits a sample where these are more than 8, and the format holds them: JPEG within a TIFF does not. */
function resolveDepth({ bitDepth = 8 }: Partial<Output>, { depths = [8] }: OutputFormat, compression?: string) {
  return bitDepth > 8 && compression !== 'jpeg' && depths.includes(bitDepth) ? bitDepth : undefined;
}

/** Frames where the format holds them; whether it is the poster of clips its master decides. */
function resolveAnimation(
  { animation, animationOver }: Partial<Output>,
  { animates }: OutputFormat,
): Pick<Output, 'animation' | 'animationOver'> {
  if (animation === 'video') return present({ animation, animationOver });
  return animation === 'keep' && animates === true ? { animation } : {};
}

const unlessEmpty = (profile: OutputProfile): OutputProfile | undefined =>
  Object.keys(profile).length === 0 ? undefined : profile;

/** The pixels that a file of a format is to have, and whether they lose anything. */
interface WrittenAs {
  readonly format: OutputFormat;
  readonly lossy: boolean;
  /** Absent = RGB. */
  readonly pixelType: PixelType | undefined;
}

/** Quality, target and chroma. A target is of RGB: other pixels do not come back from a file as they went into it. */
function resolveQuality(
  output: Partial<Output>,
  { format, lossy, pixelType }: WrittenAs,
  { jpegquality: [usual, chroma] }: ServerSettings,
): Partial<Output> {
  const isRgb = pixelType === undefined;
  const target = lossy && format.searchable === true && isRgb ? output.target : undefined;
  const isSearched = target !== undefined;
  return present<Partial<Output>>({
    quality: lossy ? (output.quality ?? (isSearched ? undefined : usual)) : undefined,
    target,
    fullChroma: format.chroma && isRgb ? (output.fullChroma ?? (isSearched ? undefined : chroma === 1)) : undefined,
  });
}

const withoutTarget = ({ target: _target, ...output }: Partial<Output>): Partial<Output> => output;

/** Only what the format listens to: reference F. Chroma counts only where there is colour to store. */
export function resolveOutput(output: Partial<Output>, format: OutputFormat, server: ServerSettings): Output {
  const type = pixelTypeOf(output, format);
  const pixelType = type === 'rgb' ? undefined : type;
  const profile = resolveProfile(output, type, server);
  const compression = resolveCompression(format, output.compression);
  const lossy = losesPixels(format, compression);
  const written = { format, lossy, pixelType };
  const moving = resolveAnimation(output, format);
  return present<Output>({
    format: format.names[0],
    pixelType,
    compression,
    bitDepth: resolveDepth(output, format, compression),
    ...resolveQuality(moving.animation === 'keep' ? withoutTarget(output) : output, written, server),
    maxKilobytes: lossy && format.searchable !== false ? output.maxKilobytes || undefined : undefined,
    effort: resolveEffort(format, output.effort, compression),
    ...moving,
    hdr: format.gainMap === true && pixelType === undefined && output.hdr === 'keep' ? 'keep' : undefined,
    palette: resolvePalette(format, output.palette),
    profile: unlessEmpty(profile),
    ...resolveAttachments(output, format, server),
  });
}
