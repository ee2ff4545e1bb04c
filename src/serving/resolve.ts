import { freeze } from '../base/plain-data.ts';
import { BUILT_IN, canonicalProfile, namedProfile } from '../model/colors/profile-names.ts';
import { formatOf, losesPixels, type OutputFormat } from '../model/formats/output-formats.ts';
import type {
  Color,
  Effort,
  Output,
  OutputProfile,
  PictureRecipe,
  PixelType,
  PyramidRecipe,
  Recipe,
  RenderIntent,
  ResampleMode,
} from '../model/recipe/recipe.ts';
import type { Palette } from '../model/recipe/palette.ts';
import { roundSize } from '../model/geometry.ts';
import { present } from '../base/present.ts';
import { isWhole, narrowing, resolveComposite } from './resolve-layer.ts';
import { resolveMaster } from './resolve-master.ts';
import { isAlignable } from '../model/recipe/view-fit.ts';
import type { View } from '../model/recipe/transforms.ts';

/** The server settings that recipes depend on, named as `dmx.yaml` names them. */
export interface ServerSettings {
  /** Quality 1…100, and 1 for full chroma. */
  readonly jpegquality: readonly [quality: number, chroma: number];
  readonly resmode: ResampleMode;
  readonly bkgcolor: Color;
  /** Largest size where a recipe asks for none; 0 = that side is free. */
  readonly defaultpix: readonly [width: number, height: number];
  /** The box of thumbnails, for sides that a recipe does not name. */
  readonly defaultthumbpix: readonly [width: number, height: number];
  /** The largest reply that `dpr` leads to; 0 = that side is free. */
  readonly maxpix: readonly [width: number, height: number];
  /** Pixels per inch that `res` is measured by. */
  readonly resolution: number;
  /** Profiles of files by their pixels, and how colours get into them. */
  readonly iccprofilergb?: string | undefined;
  readonly iccprofilecmyk?: string | undefined;
  readonly iccprofilegray?: string | undefined;
  readonly iccrenderintent?: RenderIntent;
  readonly iccblackpointcompensation?: boolean;
  readonly iccdither?: boolean;
}

/** The metadata policy where nobody says otherwise. */
const DEFAULT_METADATA = 'copyright';
/** The pyramid's own default: quality says nothing where tiles are stored without loss. */
const PYRAMID_QUALITY = 95;

/** The settings of encoders where nothing is said. */
const USUAL_RESOLUTION = 72;
const MOST_COLORS = 256;

type Sides = readonly [width: number, height: number];

/** With neither `wid`, `hei` nor `scl` the picture is fitted into `defaultpix`, never enlarged (reference B.6). */
function defaultView([width, height]: Sides): View {
  if (width === 0 && height === 0) return { scale: 1 };
  return {
    ...(width > 0 && { width }),
    ...(height > 0 && { height }),
    fit: { mode: 'constrain', upscale: false },
  };
}

/** `dpr` as far as `maxpix` allows it, aspect kept (reference D.5); it never makes a reply smaller than without it. */
function limitedRatio({ width = 0, height = 0, pixelRatio = 1 }: View, [most, highest]: Sides): number {
  const room = (limit: number, length: number): number => (limit > 0 && length > 0 ? limit / length : Infinity);
  return Math.min(pixelRatio, Math.max(1, Math.min(room(most, width), room(highest, height))));
}

/** `dpr`, put into the sizes it multiplies. */
function multiplied(view: View, maxpix: Sides): Pick<View, 'width' | 'height' | 'scale'> {
  const { width, height, scale } = view;
  const pixelRatio = limitedRatio(view, maxpix);
  return present<Pick<View, 'width' | 'height' | 'scale'>>({
    width: width === undefined ? undefined : roundSize(width * pixelRatio),
    height: height === undefined ? undefined : roundSize(height * pixelRatio),
    scale: scale === undefined ? undefined : scale / pixelRatio,
  });
}

function sizedView(view: View, { defaultpix, maxpix }: ServerSettings): View {
  const sizes = multiplied(view, maxpix);
  const { width, height, scale } = sizes;
  if (width === undefined && height === undefined && scale === undefined) return defaultView(defaultpix);
  const [horizontal, vertical] = view.align ?? [0, 0];
  const align = isAlignable(view) && (horizontal !== 0 || vertical !== 0) ? view.align : undefined;
  const fit = scale === undefined ? (view.fit ?? { mode: 'fit', upscale: false }) : undefined;
  return present<View>({ ...sizes, fit, align });
}

/** Thumbnails fill their box as far as their shape lets them, enlarged too: reference B.7, thumbnails of type 2. */
function thumbnailView({ width, height, pixelRatio }: View, { defaultthumbpix: [w, h], maxpix }: ServerSettings): View {
  const box = { width: width ?? (w || undefined), height: height ?? (h || undefined) };
  return { ...multiplied(present<View>({ ...box, pixelRatio }), maxpix), fit: { mode: 'fit', upscale: true } };
}

function resolveView({ view, reply }: PictureRecipe, server: ServerSettings): View {
  const { region, tile } = view;
  const sized = reply === 'thumbnail' ? thumbnailView(view, server) : sizedView(view, server);
  return { ...sized, ...present<View>({ region: narrowing(region), tile }) };
}

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

/** The profile of a file and the way into it: what is asked, else what the settings say. What is usual goes without saying. */
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
  const target = lossy && format.searchable && isRgb ? output.target : undefined;
  const isSearched = target !== undefined;
  return present<Partial<Output>>({
    quality: lossy ? (output.quality ?? (isSearched ? undefined : usual)) : undefined,
    target,
    fullChroma: format.chroma && isRgb ? (output.fullChroma ?? (isSearched ? undefined : chroma === 1)) : undefined,
  });
}

const withoutTarget = ({ target: _target, ...output }: Partial<Output>): Partial<Output> => output;

/** Only what the format listens to: reference F. Chroma counts only where there is colour to store. */
function resolveOutput(output: Partial<Output>, format: OutputFormat, server: ServerSettings): Output {
  const type = pixelTypeOf(output, format);
  const pixelType = type === 'rgb' ? undefined : type;
  const profile = resolveProfile(output, type, server);
  const compression = resolveCompression(format, output.compression);
  const lossy = losesPixels(format, compression);
  const written = { format, lossy, pixelType };
  const animation = format.animates === true && output.animation === 'keep' ? 'keep' : undefined;
  return present<Output>({
    format: format.names[0],
    pixelType,
    compression,
    bitDepth: resolveDepth(output, format, compression),
    ...resolveQuality(animation === 'keep' ? withoutTarget(output) : output, written, server),
    maxKilobytes: lossy && format.searchable ? output.maxKilobytes || undefined : undefined,
    effort: resolveEffort(format, output.effort, compression),
    animation,
    palette: resolvePalette(format, output.palette),
    profile: unlessEmpty(profile),
    ...resolveAttachments(output, format, server),
  });
}

/**
 * The settings of a nested request about its reply, not of a file: reference A.5. Where it names no size it is as large as it is;
 * undefined for one that asks for all of its picture as it is.
 */
function resolveRequest(request: PictureRecipe, server: ServerSettings): PictureRecipe | undefined {
  const { reply: _reply, background: _background, metadata: _metadata, output: _output, ...kept } = request;
  const free = { ...server, defaultpix: [0, 0], maxpix: [0, 0] } as const;
  const { background: _ground, metadata: _rights, ...resolved } = resolvePicture({ ...kept, output: {} }, free);
  const { view, composite, master } = resolved;
  const plain = isWhole(composite) && !master && view.scale === 1 && Object.keys(view).length === 1;
  return plain ? undefined : { ...resolved, output: {} };
}

function resolvePicture(recipe: PictureRecipe, server: ServerSettings): PictureRecipe {
  const format = formatOf(recipe.output);
  const mask = recipe.reply === 'mask';
  // A mask is gray where its format can be.
  const gray = mask && format.pixelTypes.includes('gray') ? ({ pixelType: 'gray' } as const) : {};
  return present<PictureRecipe>({
    kind: 'picture',
    composite: resolveComposite(recipe.composite, {
      resolution: server.resolution,
      request: (request) => resolveRequest(request, server),
    }),
    master: resolveMaster(recipe.master),
    view: resolveView(recipe, server),
    reply: mask ? 'mask' : undefined,
    background: format.alpha || mask ? undefined : { ...(recipe.background ?? server.bkgcolor), alpha: 255 },
    resample: recipe.resample ?? server.resmode,
    output: resolveOutput({ ...gray, ...recipe.output }, format, server),
    metadata: recipe.metadata ?? DEFAULT_METADATA,
  });
}

function resolvePyramid(recipe: PyramidRecipe): PyramidRecipe {
  return present<PyramidRecipe>({
    ...recipe,
    master: resolveMaster(recipe.master),
    quality: recipe.compression === 'jpeg' ? recipe.quality : PYRAMID_QUALITY,
    metadata: recipe.metadata ?? DEFAULT_METADATA,
  });
}

/**
 * Fills in what the server settings say and takes out what cannot change a pixel, so that equal pictures have equal
 * recipes and the recipe alone determines the file. Resolving twice changes nothing.
 */
export function resolveRecipe(recipe: PictureRecipe, server: ServerSettings): PictureRecipe;
export function resolveRecipe(recipe: PyramidRecipe, server: ServerSettings): PyramidRecipe;
export function resolveRecipe(recipe: Recipe, server: ServerSettings): Recipe;
export function resolveRecipe(recipe: Recipe, server: ServerSettings): Recipe {
  return freeze(recipe.kind === 'picture' ? resolvePicture(recipe, server) : resolvePyramid(recipe));
}
