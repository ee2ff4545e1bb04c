import { readFile } from 'node:fs/promises';
import type { Sharp, SharpOptions } from 'sharp';
import { type ColorMeaning, converterOf, type Rendering, USUAL_RENDERING } from '../../../layout/color-conversion.ts';
import type { ColorSpace, ImageFacts } from '../../../model/asset.ts';
import { isStageable } from '../../../layout/master-readings.ts';
import { isWidened } from '../../../model/formats/stored-pixels.ts';
import { BUILT_IN } from '../../../model/colors/profile-names.ts';
import { packageFile } from '../../../system/package-files.ts';
import type { AnyPicture } from '../../picture.ts';
import type { Strips } from '../kernels/reduce.ts';
import { canConvert, convertPixels } from '../color/convert-pixels.ts';
import { kindOfProfile } from '../color/describe-profile.ts';
import { genericInks } from '../color/generic-profile.ts';
import { type LoadProfile, profileLoader, unusableProfile } from '../color/load-profile.ts';
import { COLORS, type ConversionOrder, type PixelLayout } from '../color/littlecms.ts';
import { ofMaster } from '../source-error.ts';
import { type Master, openDeep, openFile, openMaster, openUntagged } from './master.ts';
import { writePixelFile } from './pixel-file.ts';
import { dropOpaqueAlpha, toDeepPicture, toPicture } from './pixels.ts';
import { widened, type Widening } from './widening.ts';

/** The way in which pixels are read that were brought into a file. */
export type StagedPixels = Pick<PixelReader, 'open' | 'toPicture' | 'stage'>;

/** The way in which pixels of a picture are read, and become those that are drawn with. */
export interface PixelReader {
  /** Starts a pipeline over the stored picture, whose samples `toPicture` understands. */
  readonly open: (options?: SharpOptions) => Sharp;
  /** Runs a pipeline that began with `open` to its end. */
  readonly toPicture: (pipeline: Sharp) => Promise<AnyPicture>;
  /** Lets a pipeline that began with `open` scale in other samples than those that it reads; absent = in these. */
  readonly widen?: Widening;
  /**
   * Runs a pipeline to its end whose samples are to be read more than once, in such strips: the pixels that are drawn with, or what
   * opens them.
   */
  readonly hold: (pipeline: Sharp, strips: Strips) => Promise<AnyPicture | Pick<PixelReader, 'open'>>;
  /**
   * Runs a pipeline to its end whose samples go into a file, and answers what opens that. Absent where something is done to a reading
   * in memory.
   */
  readonly stage?: (pipeline: Sharp, file: string) => Promise<StagedPixels>;
}

// libvips' names of pixels as they are stored, by their space and depth.
const STORED = {
  gray: { 8: 'b-w', 16: 'grey16' },
  rgb: { 8: 'srgb', 16: 'rgb16' },
  cmyk: { 8: 'cmyk', 16: 'cmyk' },
} as const satisfies Record<PixelLayout['space'], Record<PixelLayout['depth'], string>>;

const SPACES: Partial<Readonly<Record<ColorSpace, PixelLayout['space']>>> = { srgb: 'rgb', gray: 'gray', cmyk: 'cmyk' };

/** The meaning of a file's numbers, and the profile that counts, where there is one. */
interface Tagged extends ColorMeaning {
  readonly source?: Buffer | undefined;
}

/** The colours that pixels are read into, and what reads the profiles that are named. */
export interface ReadingColors {
  readonly rendering: Rendering;
  readonly load: LoadProfile;
}

/** The profile that a file embeds, where that counts and means something else than sRGB. */
async function embeddedProfile({ file, facts: { profileKind } }: Master): Promise<Buffer | undefined> {
  if (profileKind === undefined || profileKind === 'srgb') return undefined;
  return (await ofMaster(() => openFile(file).metadata())).icc;
}

/** The profile that stands for what a file does not embed: what it tells by other means, else what is asked, else the usual. */
async function assumedProfile({ facts }: Master, { rendering, load }: ReadingColors): Promise<Buffer | undefined> {
  const { colorSpace, told } = facts;
  const type = SPACES[colorSpace];
  if (told === 'AdobeRGB') return readFile(packageFile('profiles/icc/AdobeRGB.icc'));
  if (told !== undefined || type === undefined) return undefined;
  if (rendering.source !== undefined) return load(rendering.source, type);
  return colorSpace === 'cmyk' ? genericInks() : undefined;
}

async function readProfile(master: Master, colors: ReadingColors): Promise<Tagged> {
  const { colorSpace, depth, alpha, profileKind } = master.facts;
  if (profileKind === 'srgb') return { colorSpace, depth, alpha, profileKind };
  const own = await embeddedProfile(master);
  const source = own ?? (await assumedProfile(master, colors));
  const kind = own ? profileKind : source && kindOfProfile(source, colorSpace);
  return { colorSpace, depth, alpha, profileKind: kind, assumed: own === undefined && source !== undefined, source };
}

/** The profile that says what the inks of a master are: its own where that counts, else what stands for it. */
export async function profileOfInks(master: Master, colors: ReadingColors): Promise<Buffer | undefined> {
  return (await embeddedProfile(master)) ?? assumedProfile(master, colors);
}

/** The stored pixels as LittleCMS takes them once they are scaled; undefined where libvips has to make RGB of them first. */
function layoutOf(facts: ImageFacts): PixelLayout | undefined {
  const { colorSpace, depth } = facts;
  const space = SPACES[colorSpace];
  return space === undefined || depth > 16 ? undefined : { space, depth: depth > 8 || isWidened(facts) ? 16 : 8 };
}

function openingStored(file: string | Buffer, { space, depth }: PixelLayout): PixelReader['open'] {
  const stored = STORED[space][depth];
  return (options) =>
    openFile(file, 0, { ...options, ignoreIcc: true })
      .pipelineColourspace(stored)
      .toColourspace(stored);
}

/** Runs a pipeline over stored pixels, and brings them into the colours that are drawn in. */
async function convert(pipeline: Sharp, order: ConversionOrder): Promise<AnyPicture> {
  const deep = order.from.depth === 16;
  const { data, info } = await pipeline.raw({ depth: deep ? 'ushort' : 'uchar' }).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const samples = deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  const converted = await convertPixels({ samples, channels }, order);
  if (converted === undefined) throw new Error('expected a profile that can be used, got another one');
  return { data: converted, width, height, channels: channels > COLORS[order.from.space] ? 4 : 3 };
}

/** A reader by LittleCMS. Samples are held as a TIFF: sharp takes four raw channels for colours and alpha. */
function convertingReader(
  open: PixelReader['open'],
  from: PixelLayout,
  order: ConversionOrder,
  facts: ImageFacts,
): PixelReader {
  const heldSpace = STORED[from.space][isDeep(facts) ? 16 : 8];
  return {
    open,
    toPicture: (pipeline) => convert(pipeline, order),
    hold: async (pipeline, strips) => {
      const tiff = pipeline.toColourspace(heldSpace).tiff({ compression: 'none', tile: strips === 'tiles' });
      return { open: openingStored(await tiff.toBuffer(), from) };
    },
  };
}

// Bits a sample of pictures that are read in 16: of deeper ones and of floats libvips makes 8.
const isDeep = ({ depth }: ImageFacts): boolean => depth > 8 && depth <= 16;

const openUntaggedDeep = (file: string): Sharp =>
  openUntagged(file).pipelineColourspace('rgb16').toColourspace('rgb16');

/** A reader by libvips, which converts what it reads; what is deep stays so. */
function plainReader(master: Master): PixelReader {
  const deep = isDeep(master.facts);
  const finish = deep ? toDeepPicture : toPicture;
  const stage: NonNullable<PixelReader['stage']> = async (pipeline, file) => {
    await writePixelFile(pipeline, file);
    return { open: () => (deep ? openUntaggedDeep(file) : openUntagged(file)), toPicture: finish, stage };
  };
  return {
    open: (options) => (deep ? openDeep(master, options) : openMaster(master, options)),
    toPicture: finish,
    // What is scaled in 16 bits where it is streamed is so where it is held.
    hold: async (pipeline) => (isWidened(master.facts) ? finish(pipeline) : dropOpaqueAlpha(await finish(pipeline))),
    ...(isStageable(master.facts) && { stage }),
    ...(isWidened(master.facts) && { widen: widened('srgb') }),
  };
}

/** The profile of numbers of which nothing is told; absent = that of sRGB, which LittleCMS has itself. */
const usualProfile = async ({ space }: PixelLayout): Promise<Buffer | undefined> =>
  space === 'gray' ? readFile(packageFile('profiles/icc/sGray.icc')) : undefined;

/** A reader whose order can be carried out; undefined where a profile cannot be used. */
async function tryReader(master: Master, tagged: Tagged, colors: ReadingColors): Promise<PixelReader | undefined> {
  const { target, intent, blackPoint } = colors.rendering;
  const stored = layoutOf(master.facts);
  const to = target === BUILT_IN ? undefined : await colors.load(target, 'rgb');
  const from = stored ?? { space: 'rgb', depth: isDeep(master.facts) ? 16 : 8 };
  const depth = isDeep(master.facts) || colors.rendering.dither ? 16 : 8;
  const order: ConversionOrder = {
    from,
    to: { space: 'rgb', depth },
    source: stored && (tagged.source ?? (await usualProfile(stored))),
    target: to,
    intent,
    blackPoint,
  };
  if (!(await canConvert(order))) return undefined;
  // What LittleCMS does not take as it is stored, libvips makes sRGB of first.
  const open = stored ? openingStored(master.file, stored) : plainReader(master).open;
  return convertingReader(open, from, order, master.facts);
}

/**
 * Decides how the colours of a master are read for renditions that are drawn in these; of its own profile its facts tell whether
 * it counts (see `judgeColors`). Throws SourceError, RenditionError where a profile that is named cannot be used.
 */
export async function makeReader(master: Master, colors: ReadingColors = USUAL_COLORS): Promise<PixelReader> {
  const tagged = await readProfile(master, colors);
  if (converterOf(tagged, colors.rendering) === 'libvips') return plainReader(master);
  const reader = await tryReader(master, tagged, colors);
  if (reader) return reader;
  const { source, target } = colors.rendering;
  throw unusableProfile(source ?? target, 'a colour profile that LittleCMS can use', 'another one');
}

const USUAL_COLORS: ReadingColors = { rendering: USUAL_RENDERING, load: profileLoader() };
