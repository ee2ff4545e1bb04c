import { open } from 'node:fs/promises';
import type { Size } from '../../../model/geometry.ts';
import { CLASSIC_LIMIT, headBytes, printDirectories, type TiffMetadata } from './write-directories.ts';
import { FIELD, makeNumbers, TAG, type TiffEntry } from '../../../system/read-tiff.ts';

/** A picture as it is stored in an uncompressed TIFF. */
interface UncompressedTiff extends Size {
  /** Bits a sample. */
  readonly depth: 1 | 8 | 16;
  /** Colours, and one more where there is alpha. */
  readonly samples: number;
  readonly alpha: boolean;
  /** TIFF 6.0, PhotometricInterpretation. */
  readonly photometric: number;
  readonly metadata: TiffMetadata;
}

/**
 * Rows of pixels from `first` to before `last`, as a little-endian TIFF has them. `into` is as long as they are, and may be what is
 * answered: the next rows get the same memory, for strips that each have their own pile up to the whole picture.
 */
type ReadRows = (first: number, last: number, into: Buffer<ArrayBuffer>) => Promise<Buffer>;

/** Target size of a strip in bytes: enough to keep the number of writes low. */
const STRIP_BYTES = 512 * 1024;

// TIFF 6.0: one plane, no compression; alpha that colours are not multiplied by.
const CHUNKY = 1;
const UNCOMPRESSED = 1;
const UNASSOCIATED = 2;

const rowBytesOf = ({ width, depth, samples }: UncompressedTiff): number => Math.ceil((width * samples * depth) / 8);

function entriesOf(
  picture: UncompressedTiff,
  rows: number,
  offsets: readonly number[],
  big: boolean,
): readonly TiffEntry[] {
  const { width, height, depth, samples, alpha, photometric, metadata } = picture;
  const short = (tag: number, ...values: number[]): TiffEntry => makeNumbers(tag, FIELD.short, values);
  const long = (tag: number, ...values: number[]): TiffEntry => makeNumbers(tag, FIELD.long, values);
  const rowBytes = rowBytesOf(picture);
  const lengths = offsets.map((_, i) => Math.min(rows, height - i * rows) * rowBytes);
  return [
    long(TAG.width, width),
    long(TAG.height, height),
    short(TAG.bitsPerSample, ...Array.from({ length: samples }, () => depth)),
    short(TAG.compression, UNCOMPRESSED),
    short(TAG.photometric, photometric),
    makeNumbers(TAG.stripOffsets, big ? FIELD.long8 : FIELD.long, offsets),
    short(TAG.samplesPerPixel, samples),
    long(TAG.rowsPerStrip, rows),
    long(TAG.stripByteCounts, ...lengths),
    short(TAG.planarConfiguration, CHUNKY),
    ...(alpha ? [short(TAG.extraSamples, UNASSOCIATED)] : []),
    ...metadata.entries,
  ];
}

/** The head of the file, for strips that stand one after the other behind it. */
function printHead(picture: UncompressedTiff, rows: number): Buffer {
  const strips = Math.ceil(picture.height / rows);
  const rowBytes = rowBytesOf(picture);
  const print = (start: number, big: boolean) => {
    const offsets = Array.from({ length: strips }, (_, i) => start + i * rows * rowBytes);
    return [{ entries: entriesOf(picture, rows, offsets, big), children: picture.metadata.children }];
  };
  const big = headBytes(print(0, false), false) + picture.height * rowBytes > CLASSIC_LIMIT;
  return printDirectories(print(headBytes(print(0, big), big), big), big);
}

/** A picture as a TIFF in memory, its samples as they are. */
export function printUncompressedTiff(picture: UncompressedTiff, samples: Buffer): Buffer {
  return Buffer.concat([printHead(picture, picture.height), samples]);
}

const LAB = 8;

/** libvips takes the alpha beside Lab of 16 bits for one of 8, in what it reads as signed numbers. */
function narrowLabAlpha(rows: Buffer, { depth, samples, alpha, photometric }: UncompressedTiff): Buffer {
  if (!alpha || photometric !== LAB || depth !== 16) return rows;
  const pixelBytes = samples * 2;
  for (let at = pixelBytes - 2; at < rows.length; at += pixelBytes) rows.writeUInt16LE(rows.readUInt16LE(at) >> 8, at);
  return rows;
}

/**
 * Writes a picture as a TIFF for libvips, strip by strip; the rows that `read` answers are used up. Throws what `read` throws,
 * or the system's error.
 */
export async function writeUncompressedTiff(picture: UncompressedTiff, read: ReadRows, target: string): Promise<void> {
  const rowBytes = rowBytesOf(picture);
  const rows = Math.max(1, Math.floor(STRIP_BYTES / rowBytes));
  const strip = Buffer.alloc(rows * rowBytes);
  await using handle = await open(target, 'w');
  await handle.writeFile(printHead(picture, rows));
  for (let first = 0; first < picture.height; first += rows) {
    const last = Math.min(picture.height, first + rows);
    const into = strip.subarray(0, (last - first) * rowBytes);
    await handle.writeFile(narrowLabAlpha(await read(first, last, into), picture));
  }
}

/** Pictures of one size: how many, and the samples of each. */
interface TiffPages {
  readonly count: number;
  readonly pages: AsyncIterable<Buffer>;
}

/** Writes pictures of one size as the pages of a TIFF, one after the other. Throws what `pages` throws, or the system's error. */
export async function writeTiffPages(
  page: UncompressedTiff,
  { count, pages }: TiffPages,
  target: string,
): Promise<void> {
  const bytes = page.height * rowBytesOf(page);
  const print = (start: number, big: boolean) =>
    Array.from({ length: count }, (_, at) => ({
      entries: entriesOf(page, page.height, [start + at * bytes], big),
      children: page.metadata.children,
    }));
  const big = headBytes(print(0, false), false) + count * bytes > CLASSIC_LIMIT;
  await using handle = await open(target, 'w');
  await handle.writeFile(printDirectories(print(headBytes(print(0, big), big), big), big));
  for await (const samples of pages) await handle.writeFile(samples);
}
