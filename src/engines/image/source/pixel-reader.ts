import type { Sharp, SharpOptions } from 'sharp';
import {
  type ColorMeaning,
  converterOf,
  meaningOf,
  type Rendering,
  USUAL_RENDERING,
} from '../../../layout/color-conversion.ts';
import type { ColorSpace, ImageFacts } from '../../../model/asset.ts';
import type { Picture } from '../../picture.ts';
import { canConvert, convertPixels } from '../color/convert-pixels.ts';
import { kindOfProfile } from '../color/describe-profile.ts';
import { genericInks } from '../color/generic-profile.ts';
import { COLORS, type ConversionOrder, type PixelLayout } from '../color/littlecms.ts';
import { ofMaster } from '../source-error.ts';
import { type Master, openFile, openMaster } from './master.ts';
import { dropOpaqueAlpha, openPicture, toPicture } from './pixels.ts';

/** The way in which pixels of a picture are read, and become those that are drawn with. */
export interface PixelReader {
  /** Starts a pipeline over the stored picture, whose samples `toPicture` understands. */
  readonly open: (options?: SharpOptions) => Sharp;
  /** Runs a pipeline that began with `open` to its end. */
  readonly toPicture: (pipeline: Sharp) => Promise<Picture>;
  /** Runs a pipeline to its end whose samples are to be read more than once, and opens them. */
  readonly hold: (pipeline: Sharp) => Promise<Pick<PixelReader, 'open'>>;
}

// libvips' names of pixels as they are stored, by their space and depth.
const STORED = {
  gray: { 8: 'b-w', 16: 'grey16' },
  rgb: { 8: 'srgb', 16: 'rgb16' },
  cmyk: { 8: 'cmyk', 16: 'cmyk' },
} as const satisfies Record<PixelLayout['space'], Record<PixelLayout['depth'], string>>;

const SPACES: Partial<Readonly<Record<ColorSpace, PixelLayout['space']>>> = { srgb: 'rgb', gray: 'gray', cmyk: 'cmyk' };

const DRAWN: PixelLayout = { space: 'rgb', depth: 8 };

/** The meaning of a file's numbers, and the profile that it embeds where that is about them. */
interface Tagged extends ColorMeaning {
  readonly source?: Buffer | undefined;
}

async function readProfile({ file, facts }: Master): Promise<Tagged> {
  const meaning = meaningOf(facts);
  if (facts.icc === null || facts.profileKind === 'srgb') return meaning;
  const { icc } = await openFile(file).metadata();
  const profileKind = icc && kindOfProfile(icc, facts.colorSpace);
  return { ...meaning, profileKind, ...(profileKind && { source: icc }) };
}

/** The stored pixels as LittleCMS takes them; undefined where libvips has to make RGB of them first. */
function layoutOf({ colorSpace, depth }: ImageFacts): PixelLayout | undefined {
  const space = SPACES[colorSpace];
  return space === undefined || depth > 16 ? undefined : { space, depth: depth > 8 ? 16 : 8 };
}

function openStored(file: string | Buffer, { space, depth }: PixelLayout, options: SharpOptions = {}): Sharp {
  const stored = STORED[space][depth];
  return openFile(file, 0, { ...options, ignoreIcc: true })
    .pipelineColourspace(stored)
    .toColourspace(stored);
}

/** Runs a pipeline over stored pixels, and brings them into the colours that are drawn in. */
async function convert(pipeline: Sharp, order: ConversionOrder): Promise<Picture> {
  const deep = order.from.depth === 16;
  const { data, info } = await pipeline.raw({ depth: deep ? 'ushort' : 'uchar' }).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const samples = deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  const converted = await convertPixels({ samples, channels }, order);
  if (!(converted instanceof Uint8Array)) throw new Error('expected a profile that can be used, got another one');
  return { data: converted, width, height, channels: channels > COLORS[order.from.space] ? 4 : 3 };
}

/** A reader by LittleCMS. Samples are held as a TIFF: sharp takes four raw channels for colours and alpha. */
function convertingReader(file: string, from: PixelLayout, order: ConversionOrder): PixelReader {
  return {
    open: (options) => openStored(file, from, options),
    toPicture: (pipeline) => convert(pipeline, order),
    hold: async (pipeline) => {
      const held = await pipeline.tiff({ compression: 'none' }).toBuffer();
      return { open: () => openStored(held, from) };
    },
  };
}

/** A reader by libvips, which converts what it reads. */
function plainReader(master: Master): PixelReader {
  return {
    open: (options) => openMaster(master, options),
    toPicture,
    hold: async (pipeline) => {
      const picture = await dropOpaqueAlpha(await toPicture(pipeline));
      return { open: () => openPicture(picture) };
    },
  };
}

/** The profile that stands for numbers that have none. */
async function assumed({ colorSpace }: ImageFacts): Promise<Buffer | undefined> {
  return colorSpace === 'cmyk' ? genericInks() : undefined;
}

/**
 * Decides how the colours of a master are read for renditions that are drawn in these; the profile that it embeds counts
 * where it can be used. Throws SourceError.
 */
export async function makeReader(master: Master, rendering: Rendering = USUAL_RENDERING): Promise<PixelReader> {
  const { facts, file } = master;
  const { source, ...meaning } = await ofMaster(() => readProfile(master));
  const from = layoutOf(facts);
  if (converterOf(meaning, rendering) === 'libvips' || from === undefined) return plainReader(master);
  const { intent, blackPoint } = rendering;
  const order = { from, to: DRAWN, source: source ?? (await assumed(facts)), intent, blackPoint };
  if (await canConvert(order)) return convertingReader(file, from, order);
  return makeReader({ file, facts: { ...facts, icc: null } }, rendering);
}
