import type { FileHandle } from 'node:fs/promises';
import { readAt } from './read-at.ts';

/** Reads up to `length` bytes from `position`; fewer only at the end of what there is. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>;

/** One field of a directory, its values in little-endian order whatever the file has. */
export interface TiffEntry {
  readonly tag: number;
  /** Field type of TIFF 6.0 (1…13) or BigTIFF (16…18). */
  readonly type: number;
  readonly count: number;
  /** count × size of the type bytes. */
  readonly data: Buffer;
}

export interface TiffDirectory {
  readonly entries: readonly TiffEntry[];
  /** The offset of the next directory; 0 = this is the last. */
  readonly next: number;
}

interface TiffHeader {
  readonly read: ReadAt;
  readonly big: boolean;
  readonly littleEndian: boolean;
  /** Bytes of all fields of a directory that are read. */
  readonly most: number;
}

/** A TIFF structure, in a file or in an EXIF block, ready for its directories to be read. */
export interface Tiff extends TiffHeader {
  /** The offset of the first directory. */
  readonly first: number;
}

/** The tags dmx reads or writes itself; every other one is carried along as it is. */
export const TAG = {
  subfileType: 254,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  xResolution: 282,
  yResolution: 283,
  planarConfiguration: 284,
  resolutionUnit: 296,
  predictor: 317,
  colorMap: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  children: 330,
  inkSet: 332,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
  coefficients: 529,
  subsampling: 530,
  blackWhite: 532,
  artist: 315,
  xmp: 700,
  copyright: 33432,
  iptc: 33723,
  photoshop: 34377,
  icc: 34675,
  exif: 34665,
  gps: 34853,
} as const;

export const FIELD = { byte: 1, ascii: 2, short: 3, long: 4, rational: 5, undefined: 7, long8: 16 } as const;

/** [bytes of one value, bytes of one number in it]: a rational is two numbers. */
const FIELD_SIZES: Readonly<Record<number, readonly [value: number, number: number]>> = {
  1: [1, 1],
  2: [1, 1],
  3: [2, 2],
  4: [4, 4],
  5: [8, 4],
  6: [1, 1],
  7: [1, 1],
  8: [2, 2],
  9: [4, 4],
  10: [8, 4],
  11: [4, 4],
  12: [8, 8],
  13: [4, 4],
  16: [8, 8],
  17: [8, 8],
  18: [8, 8],
};

// No directory of a sane file has more in its fields (the tile offsets of a picture of 2^31 pixels take 256 KiB); those of
// hostile ones claim to, or point to the same bytes thousands of times.
const MOST_BYTES = 64 * 1024 * 1024;

/** Reads bytes, of which at least so many must be there. */
async function readExactly(read: ReadAt, position: number, length: number, least = length): Promise<Buffer> {
  const bytes = Number.isSafeInteger(position) ? await read(position, length) : Buffer.alloc(0);
  if (bytes.length < least) throw new RangeError(`expected ${length} bytes at ${position}, got ${bytes.length}`);
  return bytes;
}

function readUint(bytes: Buffer, at: number, size: number, littleEndian: boolean): number {
  if (size < 8) return littleEndian ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
  return Number(littleEndian ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
}

/**
 * Opens a TIFF structure: classic or BigTIFF, either byte order. Of each directory no more than `most` bytes of fields are
 * read. Throws RangeError where there is none.
 */
export async function openTiff(read: ReadAt, most = MOST_BYTES): Promise<Tiff> {
  const header = await readExactly(read, 0, 8);
  const order = header.toString('latin1', 0, 2);
  const littleEndian = order === 'II';
  const version = readUint(header, 2, 2, littleEndian);
  if ((order !== 'II' && order !== 'MM') || (version !== 42 && version !== 43)) {
    throw new RangeError(`expected a TIFF header, got ${header.toString('hex')}`);
  }
  const big = version === 43;
  const first = big
    ? readUint(await readExactly(read, 8, 8), 0, 8, littleEndian)
    : readUint(header, 4, 4, littleEndian);
  return { read, big, littleEndian, most, first };
}

function toLittleEndian(data: Buffer, type: number, littleEndian: boolean): Buffer {
  const size = FIELD_SIZES[type]?.[1] ?? 1;
  if (littleEndian || size === 1) return data;
  const copy = Buffer.from(data);
  if (size === 2) return copy.swap16();
  return size === 4 ? copy.swap32() : copy.swap64();
}

/** A field, undefined where its type is unknown or it takes more than `most` bytes. */
async function readEntry(
  { read, big, littleEndian }: TiffHeader,
  row: Buffer,
  most: number,
): Promise<TiffEntry | undefined> {
  const pointerBytes = big ? 8 : 4;
  const tag = readUint(row, 0, 2, littleEndian);
  const type = readUint(row, 2, 2, littleEndian);
  const count = readUint(row, 4, pointerBytes, littleEndian);
  const bytes = count * (FIELD_SIZES[type]?.[0] ?? Number.NaN);
  if (!(bytes <= most)) return undefined;
  const inline = row.subarray(4 + pointerBytes);
  const data =
    bytes <= pointerBytes
      ? inline.subarray(0, bytes)
      : await readExactly(read, readUint(inline, 0, pointerBytes, littleEndian), bytes);
  return { tag, type, count, data: toLittleEndian(data, type, littleEndian) };
}

/** Tells whether a row of a directory has a type that TIFF knows: all others are to be skipped (TIFF 6.0, §2). */
export const hasKnownType = ({ littleEndian }: Pick<Tiff, 'littleEndian'>, row: Buffer): boolean =>
  FIELD_SIZES[readUint(row, 2, 2, littleEndian)] !== undefined;

/** A directory whose entries are read, and whose values are read on demand. */
export interface OpenDirectory {
  readonly next: number;
  /** Raw entries: tag, type, count, and the value or its offset. */
  readonly rows: readonly Buffer[];
  /**
   * Reads the fields that `wanted` says, of each tag the first. Fields of an unknown type and those beyond the bytes that
   * are read are left out. Throws RangeError where they lie outside of the structure.
   */
  readonly fields: (wanted?: (tag: number) => boolean, most?: number) => Promise<Pick<TiffDirectory, 'entries'>>;
}

async function readFields(
  tiff: Tiff,
  rows: readonly Buffer[],
  wanted: (tag: number) => boolean,
  most: number,
): Promise<Pick<TiffDirectory, 'entries'>> {
  const entries = new Map<number, TiffEntry | undefined>();
  let left = most;
  for (const row of rows) {
    const tag = readUint(row, 0, 2, tiff.littleEndian);
    if (entries.has(tag) || !wanted(tag)) continue;
    const entry = await readEntry(tiff, row, left);
    entries.set(tag, entry);
    left -= entry?.data.length ?? 0;
  }
  return { entries: [...entries.values()].filter((entry) => entry !== undefined) };
}

/** Reads the rows of the directory at `position`. Throws RangeError where there is none. */
export async function openDirectory(tiff: Tiff, position: number): Promise<OpenDirectory> {
  const { big, littleEndian } = tiff;
  const countBytes = big ? 8 : 2;
  const rowBytes = big ? 20 : 12;
  const count = readUint(await readExactly(tiff.read, position, countBytes), 0, countBytes, littleEndian);
  if (count > 65_535) throw new RangeError(`expected at most 65535 fields in a directory, got ${count}`);
  const [rowsEnd, nextBytes] = [count * rowBytes, big ? 8 : 4];
  const bytes = await readExactly(tiff.read, position + countBytes, rowsEnd + nextBytes, rowsEnd);
  // Some writers end the file with the fields of its last directory.
  const hasNext = bytes.length === rowsEnd + nextBytes;
  const rows = Array.from({ length: count }, (_, i) => bytes.subarray(i * rowBytes, (i + 1) * rowBytes));
  return {
    next: hasNext ? readUint(bytes, rowsEnd, nextBytes, littleEndian) : 0,
    rows,
    fields: (wanted = () => true, most = tiff.most) => readFields(tiff, rows, wanted, most),
  };
}

/**
 * Reads the directory at `position`, only the fields that `wanted` says. Throws RangeError where the structure points
 * outside of itself.
 */
export async function readDirectory(
  tiff: Tiff,
  position: number,
  wanted?: (tag: number) => boolean,
): Promise<TiffDirectory> {
  const { next, fields } = await openDirectory(tiff, position);
  return { ...(await fields(wanted)), next };
}

/** The integers of a field (SHORT, LONG, LONG8); empty where the directory has no such field. */
export function numbersOf({ entries }: Pick<TiffDirectory, 'entries'>, tag: number): number[] {
  const entry = entries.find((one) => one.tag === tag);
  if (entry === undefined) return [];
  const size = FIELD_SIZES[entry.type]?.[0] ?? 1;
  return Array.from({ length: entry.count }, (_, i) => readUint(entry.data, i * size, size, true));
}

/** Makes a field of whole numbers. */
export function makeNumbers(
  tag: number,
  type: typeof FIELD.short | typeof FIELD.long | typeof FIELD.long8,
  values: readonly number[],
): TiffEntry {
  const size = FIELD_SIZES[type]?.[0] ?? 1;
  const data = Buffer.alloc(values.length * size);
  for (const [i, value] of values.entries()) {
    if (size === 8) data.writeBigUInt64LE(BigInt(value), i * 8);
    else data.writeUIntLE(value, i * size, size);
  }
  return { tag, type, count: values.length, data };
}

/** Reads from an open file. */
export function readFrom(handle: FileHandle): ReadAt {
  return (position, length) => readAt(handle, position, length);
}
