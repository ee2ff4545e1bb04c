import { open } from 'node:fs/promises';
import { sharp } from '../../image/libvips.ts';
import { describedIn, exifMetadata } from '../../image/metadata/tiff-metadata.ts';
import { findPreview } from './find-preview.ts';
import { canonExif } from './preview-places.ts';
import { numbersOf, openDirectory, type OpenDirectory, openTiff, readFrom, TAG } from '../../../system/read-tiff.ts';
import type { TiffMetadata } from '../../image/tiff/write-directories.ts';
import { readAt } from '../../../system/read-at.ts';

const NOTHING: TiffMetadata = { entries: [], children: new Map() };

const PLACES: ReadonlySet<number> = new Set([
  ...[TAG.stripOffsets, TAG.stripByteCounts, TAG.tileOffsets, TAG.tileByteCounts],
]);

// Cameras write some three.
const MOST_CHILDREN = 16;

// Most raws are TIFFs: both byte orders.
const TIFF_HEADS = ['II*\0', 'MM\0*'];

/** Tells whether a raw file is a TIFF, whose first directory holds the camera's metadata. */
export async function isTiffRaw(file: string): Promise<boolean> {
  await using handle = await open(file, 'r');
  return TIFF_HEADS.includes((await readAt(handle, 0, 4)).toString('latin1'));
}

/** The EXIF of the picture that a camera made; undefined where there is none, or it cannot be read. */
async function previewExif(file: string): Promise<Buffer | undefined> {
  const jpeg = await findPreview(file);
  const header =
    jpeg &&
    (await sharp(jpeg)
      .metadata()
      .catch(() => undefined));
  return header?.exif;
}

/** The EXIF of a raw that is no TIFF: that of its CR3, or of the picture that its camera made; undefined where it has none. */
export async function readRawExif(file: string): Promise<Buffer | undefined> {
  await using handle = await open(file, 'r');
  return (await canonExif(handle)) ?? (await previewExif(file));
}

/** All that a raw says about its picture. What is damaged there is left out. */
export async function readRawMetadata(file: string): Promise<TiffMetadata> {
  if (!(await isTiffRaw(file))) {
    const exif = await readRawExif(file);
    return exif === undefined ? NOTHING : exifMetadata(exif);
  }
  await using handle = await open(file, 'r');
  try {
    const tiff = await openTiff(readFrom(handle));
    return await describedIn(tiff, await openDirectory(tiff, tiff.first));
  } catch (error) {
    if (error instanceof RangeError) return NOTHING;
    throw error;
  }
}

/** Tells whether a raw that is a TIFF ends before the samples of one of its pictures do, by the directories at its start. */
export async function isCutOff(file: string): Promise<boolean> {
  if (!(await isTiffRaw(file))) return false;
  await using handle = await open(file, 'r');
  const { size } = await handle.stat();
  try {
    const tiff = await openTiff(readFrom(handle));
    const first = await openDirectory(tiff, tiff.first);
    const children = numbersOf(await first.fields((tag) => tag === TAG.children), TAG.children).slice(0, MOST_CHILDREN);
    const others = await Promise.all(children.map((at) => openDirectory(tiff, at)));
    const ends = await Promise.all([first, ...others].map(endOf));
    return ends.some((end) => end > size);
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}

/** The end of the samples that a directory points to. */
async function endOf({ fields }: OpenDirectory): Promise<number> {
  const directory = await fields((tag) => PLACES.has(tag));
  const numbers = (strips: number, tiles: number): number[] => [
    ...numbersOf(directory, strips),
    ...numbersOf(directory, tiles),
  ];
  const bytes = numbers(TAG.stripByteCounts, TAG.tileByteCounts);
  const ends = numbers(TAG.stripOffsets, TAG.tileOffsets).map((start, i) => start + (bytes[i] ?? 0));
  return ends.reduce((a, b) => Math.max(a, b), 0);
}
