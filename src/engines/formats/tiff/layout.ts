import type { FileHandle } from 'node:fs/promises';
import type { ImageFacts } from '../../../model/asset.ts';
import type { Size } from '../../../model/geometry.ts';
import { MOST_PAGES as MOST_NAMED } from '../../../model/recipe/master-part.ts';
import { turnSize } from '../../image/source/orientation.ts';

import {
  numbersOf,
  openDirectory,
  type OpenDirectory,
  openTiff,
  readFrom,
  TAG,
  type Tiff,
  type TiffDirectory,
} from '../../../system/read-tiff.ts';

/** TIFF 6.0, SampleFormat. */
export const FORMAT = { uint: 1, int: 2, float: 3, undefined: 4, complexInt: 5, complexFloat: 6 } as const;

/** TIFF 6.0, PhotometricInterpretation. */
export const PHOTOMETRIC = {
  ...{ whiteIsZero: 0, blackIsZero: 1, rgb: 2, palette: 3, mask: 4, cmyk: 5, ycbcr: 6, lab: 8, iccLab: 9 },
  ...{ logL: 32_844, logLuv: 32_845 },
} as const;

/** Compressions by their numbers in the file. */
export const COMPRESSION = {
  ...{ none: 1, fax: 2, group3: 3, group4: 4, lzw: 5, oldJpeg: 6, jpeg: 7, deflate: 8, packBits: 32_773 },
  ...{ oldDeflate: 32_946, lzma: 34_925, zstd: 50_000, webp: 50_001, pixelZip: 50_013 },
  ...{ next: 32_766, thunderScan: 32_809, pixarLog: 32_909, sgiLog: 34_676, sgiLog24: 34_677 },
} as const;

/** Samples a pixel that hold colours, by photometric interpretation; others are refused. */
const COLORS: Readonly<Record<number, number>> = {
  ...{ 0: 1, 1: 1, 2: 3, 3: 1, 4: 1, 5: 4, 6: 3, 8: 3, 9: 3 },
  ...{ 32_844: 1, 32_845: 3 },
};

/** The layout of the samples of a page in the file. */
export interface TiffLayout {
  readonly width: number;
  readonly height: number;
  readonly photometric: number;
  /** The file does not say it. */
  readonly guessed: boolean;
  /** Samples of colours; 0 where the interpretation is none that dmx knows. */
  readonly colors: number;
  /** Samples a pixel. */
  readonly samples: number;
  /** Bits of each sample of a pixel, once blocks are unpacked. */
  readonly widths: readonly number[];
  /** The bits that all of them have; 0 = they differ. */
  readonly bits: number;
  /** One of `FORMAT`, of all samples alike; 0 = they differ. */
  readonly format: number;
  /** Kinds of the samples behind the colours; undefined = the file does not say. */
  readonly extra: readonly number[] | undefined;
  readonly compression: number;
  readonly predictor: number;
  /** 2 = the least significant bit of a byte stands first. */
  readonly fillOrder: number;
  /** Tables that the JPEGs of all blocks share. */
  readonly jpegTables: Buffer | undefined;
  readonly inkSet: number;
  /** Each sample has planes of its own. */
  readonly planar: boolean;
  /** Y′CbCr: colours are stored at less than full resolution. */
  readonly subsampled: boolean;
  /** Pixels across and down that a sample of colours stands for, where they have planes of their own; 1 elsewhere. */
  readonly steps: readonly [across: number, down: number];
  readonly tiled: boolean;
  /** Width and height of a tile or strip. */
  readonly block: { readonly width: number; readonly height: number };
  readonly offsets: readonly number[];
  readonly counts: readonly number[];
  readonly littleEndian: boolean;
}

/** A page of a TIFF. */
export interface TiffPage {
  readonly layout: TiffLayout;
  /** Index of the page, from 0, and the offset of its directory. */
  readonly number: number;
  readonly position: number;
  readonly directory: OpenDirectory;
  /** Pages of the file, as far as they are counted. */
  readonly pages: number;
  /** Width and height of the pages behind the first that are no thumbnails, upright, as far as recipes may name them. */
  readonly pageSizes: NonNullable<ImageFacts['pageSizes']>;
  /** The last of them points to a further one that cannot be read: libvips, which counts them all, opens none then. */
  readonly broken: boolean;
  /** Compressions of all of them. */
  readonly compressions: ReadonlySet<number>;
  readonly tiff: Tiff;
}

/** Tells whether the colours are Lab, of Adobe or of the ICC. */
export const isLab = ({ photometric }: TiffLayout): boolean =>
  photometric === PHOTOMETRIC.lab || photometric === PHOTOMETRIC.iccLab;

const STRUCTURE: ReadonlySet<number> = new Set([
  ...[TAG.subfileType, TAG.width, TAG.height, TAG.bitsPerSample, TAG.compression, TAG.photometric, TAG.fillOrder],
  ...[TAG.stripOffsets, TAG.samplesPerPixel, TAG.rowsPerStrip, TAG.stripByteCounts, TAG.planarConfiguration],
  ...[TAG.predictor, TAG.tileWidth, TAG.tileHeight, TAG.tileOffsets, TAG.tileByteCounts, TAG.inkSet],
  ...[TAG.extraSamples, TAG.sampleFormat, TAG.subsampling, TAG.jpegTables, TAG.colorMap],
]);

type Fields = Pick<TiffDirectory, 'entries'>;

/** The one value that all numbers have; 0 = they differ. */
const alike = (values: readonly number[]): number =>
  values.every((value) => value === values[0]) ? (values[0] ?? 0) : 0;

/** A number for each sample of a pixel; those that the field lacks are as its first, and what it has beyond is none. */
function ofEach(values: readonly number[], samples: number, absent: number): readonly number[] {
  return Array.from({ length: samples }, (_, i) => values[i] ?? values[0] ?? absent);
}

function blockOf(directory: Fields, width: number, height: number, tiled: boolean): TiffLayout['block'] {
  const number = (tag: number, absent: number): number => numbersOf(directory, tag)[0] ?? absent;
  if (tiled) return { width: number(TAG.tileWidth, width), height: number(TAG.tileHeight, height) };
  return { width, height: Math.min(height, number(TAG.rowsPerStrip, height) || height) };
}

const FAX: readonly number[] = [COMPRESSION.fax, COMPRESSION.group3, COMPRESSION.group4];

/** The photometric interpretation that a page without one has, by what else only such pages have. */
function guessPhotometric(directory: Fields, samples: number): number {
  const has = (tag: number): boolean => numbersOf(directory, tag).length > 0;
  if (has(TAG.colorMap)) return PHOTOMETRIC.palette;
  if (has(TAG.inkSet)) return PHOTOMETRIC.cmyk;
  if (FAX.includes(numbersOf(directory, TAG.compression)[0] ?? 1)) return PHOTOMETRIC.whiteIsZero;
  return samples < 3 ? PHOTOMETRIC.blackIsZero : PHOTOMETRIC.rgb;
}

/** Bits of samples as blocks give them: of JPEGs of more than 8 bits all 16. */
const unpackedWidths = (widths: readonly number[], compression: number): readonly number[] =>
  compression === COMPRESSION.jpeg ? widths.map((bits) => (bits > 8 && bits < 16 ? 16 : bits)) : widths;

// TIFF 6.0 §21: the default subsampling in both directions.
const STEP = 2;

/** The chroma subsampling steps of planar Y′CbCr. */
function stepsOf(directory: Fields, photometric: number, planar: boolean): TiffLayout['steps'] {
  if (photometric !== PHOTOMETRIC.ycbcr || !planar) return [1, 1];
  const [across = STEP, down = STEP] = numbersOf(directory, TAG.subsampling);
  return [Math.max(1, across), Math.max(1, down)];
}

/** Samples a pixel that TIFF has numbers for. */
const MOST_SAMPLES = 65_535;

function layoutOf(directory: Fields, littleEndian: boolean): TiffLayout {
  const number = (tag: number, absent: number): number => numbersOf(directory, tag)[0] ?? absent;
  const [width, height] = [number(TAG.width, 0), number(TAG.height, 0)];
  const depths = numbersOf(directory, TAG.bitsPerSample);
  const samples = number(TAG.samplesPerPixel, Math.max(1, depths.length));
  if (samples > MOST_SAMPLES) throw new RangeError(`expected at most ${MOST_SAMPLES} samples a pixel, got ${samples}`);
  const compression = number(TAG.compression, 1);
  const widths = unpackedWidths(ofEach(depths, samples, 1), compression);
  const photometric = number(TAG.photometric, guessPhotometric(directory, samples));
  const planar = number(TAG.planarConfiguration, 1) === 2;
  const extra = numbersOf(directory, TAG.extraSamples);
  const tiled = numbersOf(directory, TAG.tileOffsets).length > 0;
  return {
    ...{ width, height, photometric, tiled, littleEndian },
    guessed: numbersOf(directory, TAG.photometric).length === 0,
    colors: COLORS[photometric] ?? 0,
    samples,
    widths,
    bits: alike(widths),
    format: alike(ofEach(numbersOf(directory, TAG.sampleFormat), samples, FORMAT.uint)),
    jpegTables: directory.entries.find(({ tag }) => tag === TAG.jpegTables)?.data,
    extra: extra.length > 0 ? extra : undefined,
    compression,
    predictor: number(TAG.predictor, 1),
    fillOrder: number(TAG.fillOrder, 1),
    inkSet: number(TAG.inkSet, 1),
    planar,
    steps: stepsOf(directory, photometric, planar),
    subsampled: numbersOf(directory, TAG.subsampling).join() !== '1,1',
    block: blockOf(directory, width, height, tiled),
    offsets: numbersOf(directory, tiled ? TAG.tileOffsets : TAG.stripOffsets),
    counts: numbersOf(directory, tiled ? TAG.tileByteCounts : TAG.stripByteCounts),
  };
}

// A page that stands behind as many thumbnails is none that anybody means.
const MOST_THUMBNAILS = 16;

// Where counting ends: more pages than this are more.
const MOST_PAGES = 10_000;

const REDUCED = 1;

type FoundPage = Pick<TiffPage, 'number' | 'position' | 'directory'>;

/** The directories of a file as far as they can be read, each once; at the end whether there is one that cannot. */
async function* directories(tiff: Tiff): AsyncGenerator<FoundPage, boolean> {
  const seen = new Set<number>();
  for (let position = tiff.first; position !== 0 && !seen.has(position) && seen.size < MOST_PAGES;) {
    const directory = await openDirectory(tiff, position).catch(() => undefined);
    if (directory === undefined) return true;
    yield { number: seen.size, position, directory };
    seen.add(position);
    position = directory.next;
  }
  return false;
}

interface Glance extends Size {
  readonly reduced: boolean;
  readonly compression: number;
}

const GLANCED: ReadonlySet<number> = new Set([
  ...[TAG.subfileType, TAG.compression, TAG.width, TAG.height, TAG.orientation],
]);

/**
 * Tells whether a page is a smaller copy of another, its compression and size; one that cannot be read is no picture either.
 */
async function glance({ directory }: FoundPage): Promise<Glance> {
  try {
    const fields = await directory.fields((tag) => GLANCED.has(tag));
    const number = (tag: number, absent: number): number => numbersOf(fields, tag)[0] ?? absent;
    const [width, height] = [number(TAG.width, 0), number(TAG.height, 0)];
    return {
      reduced: (number(TAG.subfileType, 0) & REDUCED) !== 0,
      compression: number(TAG.compression, 1),
      ...turnSize({ width, height }, number(TAG.orientation, 1)),
    };
  } catch {
    return { reduced: true, compression: 1, width: 0, height: 0 };
  }
}

type FoundPages = FoundPage & Pick<TiffPage, 'pages' | 'broken' | 'compressions' | 'pageSizes'>;

/**
 * A page that is no smaller copy of another, by its number among those, the first of all where every one is; and how many
 * pages there are. Throws RangeError where there is none.
 */
async function findPage(tiff: Tiff, wanted: number): Promise<FoundPages> {
  let pages = 0;
  let first: FoundPage | undefined;
  const full: FoundPage[] = [];
  const sizes: (readonly [number, number])[] = [];
  const compressions = new Set<number>();
  const all = directories(tiff);
  let next = await all.next();
  for (; next.done !== true; next = await all.next()) {
    const found = next.value;
    first ??= found;
    const { reduced, compression, width, height } = await glance(found);
    compressions.add(compression);
    const counts = full.length > 0 ? full.length < MOST_NAMED : pages < MOST_THUMBNAILS;
    if (counts && !reduced) {
      full.push(found);
      sizes.push([width, height]);
    }
    pages++;
  }
  const chosen = full[wanted - 1] ?? first;
  if (chosen === undefined) throw new RangeError(`expected a directory at ${tiff.first}, got none`);
  return { ...chosen, pages, broken: next.value, compressions, pageSizes: sizes.slice(1) };
}

/** Throws RangeError where a page has no pixels, or blocks without any. */
function demandPixels(layout: TiffLayout): TiffLayout {
  const { width, height, samples, block } = layout;
  if (Math.min(width, height, samples, block.width, block.height) >= 1) return layout;
  throw new RangeError(`expected a page of pixels, got ${width}×${height} of ${samples} samples`);
}

/** Reads how the picture of an open TIFF is laid out, or that of a further page, counted from 1. Throws RangeError where the structure is damaged. */
export async function readPage(handle: FileHandle, wanted = 1): Promise<TiffPage> {
  const tiff = await openTiff(readFrom(handle));
  const found = await findPage(tiff, wanted);
  const structure = await found.directory.fields((tag) => STRUCTURE.has(tag));
  return { layout: demandPixels(layoutOf(structure, tiff.littleEndian)), ...found, tiff };
}
