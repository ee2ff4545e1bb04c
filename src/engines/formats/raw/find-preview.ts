import { type FileHandle, open } from 'node:fs/promises';
import { placesInBoxes, placesInFuji, type Place } from './preview-places.ts';
import { numbersOf, openDirectory, openTiff, readFrom, TAG, type TiffDirectory } from '../../../system/read-tiff.ts';

// JPEGInterchangeFormat and its length, TIFF 6.0 section 22, where cameras still write it.
const JPEG_AT = 513;
const JPEG_BYTES = 514;

const TAGS: ReadonlySet<number> = new Set([
  ...[TAG.compression, TAG.photometric, TAG.stripOffsets, TAG.stripByteCounts, TAG.children, JPEG_AT, JPEG_BYTES],
]);

// Old JPEG and JPEG; RGB and Y′CbCr: what a sensor saw is of other kinds.
const JPEGS: readonly number[] = [6, 7];
const PICTURES: readonly number[] = [2, 6];

// Cameras write some three, each chain of directories.
const MOST_DIRECTORIES = 16;

// A preview of a hundred megapixels has 50 MB.
const MOST_BYTES = 2 ** 27;

type Fields = Pick<TiffDirectory, 'entries'>;

/** The JPEG that a directory is about, as one piece of the file. */
function placeIn(fields: Fields): Place | undefined {
  const one = (tag: number): number | undefined => {
    const values = numbersOf(fields, tag);
    return values.length === 1 ? values[0] : undefined;
  };
  const [at, bytes] = [one(JPEG_AT), one(JPEG_BYTES)];
  if (at !== undefined && bytes !== undefined) return { at, bytes };
  const [start, length] = [one(TAG.stripOffsets), one(TAG.stripByteCounts)];
  const isJpeg = JPEGS.includes(one(TAG.compression) ?? 0) && PICTURES.includes(one(TAG.photometric) ?? 6);
  return isJpeg && start !== undefined && length !== undefined ? { at: start, bytes: length } : undefined;
}

async function placesInTiff(handle: FileHandle): Promise<readonly Place[]> {
  const tiff = await openTiff(readFrom(handle));
  const places: Place[] = [];
  const due = [tiff.first];
  const seen = new Set<number>([0]);
  for (let at = due.shift(); at !== undefined && seen.size <= MOST_DIRECTORIES; at = due.shift()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const directory = await openDirectory(tiff, at).catch(() => undefined);
    const fields = await directory?.fields((tag) => TAGS.has(tag)).catch(() => undefined);
    if (directory === undefined || fields === undefined) continue;
    const place = placeIn(fields);
    if (place) places.push(place);
    due.push(...numbersOf(fields, TAG.children), directory.next);
  }
  return places;
}

/** The JPEGs in a file of boxes, or of Fujifilm, else those that the directories of a TIFF point to. */
async function placesOf(handle: FileHandle): Promise<readonly Place[]> {
  return (await placesInFuji(handle)) ?? (await placesInBoxes(handle)) ?? (await placesInTiff(handle));
}

const JPEG_START = Buffer.from([0xff, 0xd8, 0xff]);

/**
 * The JPEG of the most bytes that a raw points to, which is the largest picture that its camera made of
 * it; undefined where there is none, or the raw is of another kind. LibRaw is not asked: it does not come back from some damaged
 * ones.
 */
export async function findPreview(file: string): Promise<Buffer | undefined> {
  await using handle = await open(file, 'r');
  const { size } = await handle.stat();
  const places = await placesOf(handle).catch((error: unknown) => {
    if (error instanceof RangeError) return [];
    throw error;
  });
  for (const { at, bytes } of places.toSorted((a, b) => b.bytes - a.bytes)) {
    if (bytes > MOST_BYTES || at + bytes > size || bytes <= JPEG_START.length) continue;
    const jpeg = Buffer.alloc(bytes);
    await handle.read(jpeg, 0, bytes, at);
    if (jpeg.subarray(0, JPEG_START.length).equals(JPEG_START)) return jpeg;
  }
  return undefined;
}
