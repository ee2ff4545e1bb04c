import { open } from 'node:fs/promises';
import type { Metadata } from 'sharp';
import type { MetadataPolicy } from '../../../model/recipe/recipe.ts';
import { MOST_TOLD_BYTES, openExif, readFromExif } from './exif-structure.ts';
import { iptcRecords } from './iptc.ts';
import { readRights } from './rights.ts';
import { xmpText } from './xmp-text.ts';
import { trueXmp } from './xmp-truth.ts';
import {
  FIELD,
  numbersOf,
  openDirectory,
  type OpenDirectory,
  readDirectory,
  TAG,
  type ReadAt,
  type Tiff,
  type TiffEntry,
  readFrom,
} from '../../../system/read-tiff.ts';
import type { TiffMetadata } from '../tiff/write-directories.ts';

const NOTHING: TiffMetadata = { entries: [], children: new Map() };

// What says something about the picture: description, camera, software, date, Windows' own texts. The fields that say
// how the pixels lie (size, orientation, resolution …) are the pyramid's own.
const DESCRIPTION: ReadonlySet<number> = new Set([
  270, 271, 272, 305, 306, 315, 33432, 40091, 40092, 40093, 40094, 40095,
]);

// A maker's note points into itself and breaks when it is moved; the interoperability directory describes the old file.
const NOT_MOVABLE: ReadonlySet<number> = new Set([37500, 40965]);

async function readChild(tiff: Tiff, position: number): Promise<readonly TiffEntry[]> {
  const { entries } = await readDirectory(tiff, position, (tag) => !NOT_MOVABLE.has(tag));
  return entries;
}

const POINTERS = [TAG.exif, TAG.gps] as const;

async function readMetadata(read: ReadAt): Promise<TiffMetadata> {
  const tiff = await openExif(read);
  return readDescription(tiff, await openDirectory(tiff, tiff.first));
}

const DESCRIBING: ReadonlySet<number> = new Set([...DESCRIPTION, ...POINTERS]);

async function readDescription(tiff: Tiff, { fields }: OpenDirectory): Promise<TiffMetadata> {
  const directory = await fields((tag) => DESCRIBING.has(tag), MOST_TOLD_BYTES);
  const children = new Map<number, readonly TiffEntry[]>();
  for (const pointer of POINTERS) {
    const [position] = numbersOf(directory, pointer);
    if (position !== undefined) children.set(pointer, await readChild(tiff, position));
  }
  return { entries: directory.entries.filter(({ tag }) => DESCRIPTION.has(tag)), children };
}

function xmpEntries(xmp: Buffer | undefined): TiffEntry[] {
  const text = xmpText({ xmp });
  const data = Buffer.from(text === undefined ? '' : trueXmp(text));
  if (data.length === 0) return [];
  return [{ tag: TAG.xmp, type: FIELD.byte, count: data.length, data }];
}

/** XMP and IPTC blocks travel whole, in the fields that TIFF has for them. */
function blockEntries({ xmp, iptc }: Metadata): TiffEntry[] {
  const entries = xmpEntries(xmp);
  const records = iptc && iptcRecords(iptc);
  if (records?.length) entries.push({ tag: TAG.iptc, type: FIELD.undefined, count: records.length, data: records });
  return entries;
}

/** A file may carry damaged metadata around a sound picture: it is then dropped, as every viewer does. */
async function orNone(read: Promise<TiffMetadata>): Promise<TiffMetadata> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof RangeError) return NOTHING;
    throw error;
  }
}

/** All that a directory of a TIFF says about its picture beside XMP and IPTC. */
export function describedIn(tiff: Tiff, directory: OpenDirectory): Promise<TiffMetadata> {
  return orNone(readDescription(tiff, directory));
}

/** All that an EXIF block says about a picture. */
export function exifMetadata(exif: Buffer): Promise<TiffMetadata> {
  return orNone(readMetadata(readFromExif(exif)));
}

/** Metadata blocks without the container's framing. */
interface Blocks {
  /** From the header of its TIFF on. */
  readonly exif?: Buffer | undefined;
  readonly xmp?: Buffer | undefined;
}

/** All that blocks say about a picture which libvips did not read. */
export async function blockMetadata({ exif, xmp }: Blocks): Promise<TiffMetadata> {
  const told = exif ? await exifMetadata(exif) : NOTHING;
  return { ...told, entries: [...told.entries, ...xmpEntries(xmp)] };
}

async function readEmbedded(file: string, { format, exif }: Metadata): Promise<TiffMetadata> {
  if (exif) return exifMetadata(exif);
  if (format !== 'tiff') return NOTHING;
  await using handle = await open(file, 'r');
  return await orNone(readMetadata(readFrom(handle)));
}

/** An ASCII field; what is not ASCII is written as UTF-8, as cameras and tools do, and ended by a zero. */
function makeText(tag: number, text: string | undefined): TiffEntry[] {
  if (text === undefined) return [];
  const data = Buffer.from(`${text}\0`, 'utf8');
  return [{ tag, type: FIELD.ascii, count: data.length, data }];
}

/** The rights in whatever block they stand, as fields. */
async function creditEntries(file: string, metadata: Metadata): Promise<readonly TiffEntry[]> {
  const { artist, copyright } = await readRights(metadata, file);
  return [...makeText(TAG.artist, artist), ...makeText(TAG.copyright, copyright)];
}

/**
 * Reads what of a master's metadata goes into its pyramid: artist and copyright; all that describes the picture
 * (EXIF, GPS, XMP, IPTC); or nothing. The ICC profile is not metadata and always stays.
 */
export async function pyramidMetadata(file: string, metadata: Metadata, policy: MetadataPolicy): Promise<TiffMetadata> {
  if (policy === 'none') return NOTHING;
  if (policy === 'copyright') return { entries: await creditEntries(file, metadata), children: new Map() };
  const embedded = await readEmbedded(file, metadata);
  return { ...embedded, entries: [...embedded.entries, ...blockEntries(metadata)] };
}
