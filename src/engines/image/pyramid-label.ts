import { open } from 'node:fs/promises';
import type { Metadata } from 'sharp';
import type { MetadataPolicy } from '../../model/recipe.ts';
import { readRights } from './metadata/rights.ts';
import { readFrom, type PyramidLabel } from './pyramid-link.ts';
import {
  FIELD,
  numbersOf,
  openTiff,
  readDirectory,
  TAG,
  type ReadAt,
  type Tiff,
  type TiffEntry,
} from './pyramid-tiff.ts';

const NO_LABEL: PyramidLabel = { entries: [], children: new Map() };

const CREDITS: ReadonlySet<number> = new Set([TAG.artist, TAG.copyright]);

// What says something about the picture: description, camera, software, date, Windows' own texts. The fields that say
// how the pixels lie (size, orientation, resolution …) are the pyramid's own.
const DESCRIPTION: ReadonlySet<number> = new Set([
  270, 271, 272, 305, 306, 315, 33432, 40091, 40092, 40093, 40094, 40095,
]);

// A maker's note points into itself and breaks when it is moved; the interoperability directory describes the old file.
const NOT_MOVABLE: ReadonlySet<number> = new Set([37500, 40965]);

/** EXIF blocks are TIFF structures; JPEG puts six bytes before them. */
function readFromBlock(block: Buffer): ReadAt {
  const start = block.toString('latin1', 0, 4) === 'Exif' ? 6 : 0;
  const bytes = block.subarray(start);
  return async (position, length) => bytes.subarray(position, position + length);
}

async function readChild(tiff: Tiff, position: number): Promise<readonly TiffEntry[]> {
  const { entries } = await readDirectory(tiff, position, (tag) => !NOT_MOVABLE.has(tag));
  return entries;
}

async function readLabel(read: ReadAt, policy: 'copyright' | 'all'): Promise<PyramidLabel> {
  const tiff = await openTiff(read);
  const kept = policy === 'all' ? DESCRIPTION : CREDITS;
  const pointers: readonly number[] = policy === 'all' ? [TAG.exif, TAG.gps] : [];
  const directory = await readDirectory(tiff, tiff.first, (tag) => kept.has(tag) || pointers.includes(tag));
  const children = new Map<number, readonly TiffEntry[]>();
  for (const pointer of pointers) {
    const [position] = numbersOf(directory, pointer);
    if (position !== undefined) children.set(pointer, await readChild(tiff, position));
  }
  return { entries: directory.entries.filter(({ tag }) => kept.has(tag)), children };
}

/** XMP and IPTC blocks travel whole, in the fields that TIFF has for them. */
function blockEntries({ xmp, iptc }: Metadata): TiffEntry[] {
  const entries: TiffEntry[] = [];
  if (xmp) entries.push({ tag: TAG.xmp, type: FIELD.byte, count: xmp.length, data: xmp });
  if (iptc) entries.push({ tag: TAG.iptc, type: FIELD.undefined, count: iptc.length, data: iptc });
  return entries;
}

/** A file may carry damaged metadata around a sound picture: it is then dropped, as every viewer does. */
async function orNone(label: Promise<PyramidLabel>): Promise<PyramidLabel> {
  try {
    return await label;
  } catch (error) {
    if (error instanceof RangeError) return NO_LABEL;
    throw error;
  }
}

/** All that an EXIF block says about a picture. */
export function exifLabel(exif: Buffer): Promise<PyramidLabel> {
  return orNone(readLabel(readFromBlock(exif), 'all'));
}

async function readEmbedded(
  file: string,
  { format, exif }: Metadata,
  policy: 'copyright' | 'all',
): Promise<PyramidLabel> {
  if (exif) return orNone(readLabel(readFromBlock(exif), policy));
  if (format !== 'tiff') return NO_LABEL;
  await using handle = await open(file, 'r');
  return await orNone(readLabel(readFrom(handle), policy));
}

/** An ASCII field; what is not ASCII is written as UTF-8, as cameras and tools do, and ended by a zero. */
function makeText(tag: number, text: string | undefined): TiffEntry[] {
  if (text === undefined) return [];
  const data = Buffer.from(`${text}\0`, 'utf8');
  return [{ tag, type: FIELD.ascii, count: data.length, data }];
}

/** The rights in whatever block they stand, as fields; those of a TIFF's own directory first. */
async function creditEntries(file: string, metadata: Metadata): Promise<readonly TiffEntry[]> {
  const own = metadata.format === 'tiff' ? (await readEmbedded(file, metadata, 'copyright')).entries : [];
  const { artist, copyright } = await readRights(metadata);
  const others = [...makeText(TAG.artist, artist), ...makeText(TAG.copyright, copyright)];
  return [...own, ...others.filter(({ tag }) => !own.some((one) => one.tag === tag))];
}

/**
 * Reads what of a master's metadata goes into its pyramid: artist and copyright; all that describes the picture
 * (EXIF, GPS, XMP, IPTC); or nothing. The ICC profile is not metadata and always stays.
 */
export async function pyramidLabel(file: string, metadata: Metadata, policy: MetadataPolicy): Promise<PyramidLabel> {
  if (policy === 'none') return NO_LABEL;
  if (policy === 'copyright') return { entries: await creditEntries(file, metadata), children: new Map() };
  const label = await readEmbedded(file, metadata, policy);
  return { ...label, entries: [...label.entries, ...blockEntries(metadata)] };
}
