import { open } from 'node:fs/promises';
import { SourceError } from '../../../model/errors.ts';
import { numbersOf, openTiff, readDirectory, TAG, readFrom } from '../../../system/read-tiff.ts';
import { toSourceError } from '../source-error.ts';

/** Places of pixels in a file: offsets and lengths of strips or tiles, in bytes. */
export interface PixelPlaces {
  readonly offsets: readonly number[];
  readonly counts: readonly number[];
}

/** Throws SourceError (SOURCE_CORRUPT) where a TIFF of so many bytes ends before its pixels do. */
export function checkExtent(places: readonly PixelPlaces[], bytes: number): void {
  let pixels = 0;
  for (const { offsets, counts } of places)
    for (const [i, offset] of offsets.entries()) pixels = Math.max(pixels, offset + (counts[i] ?? 0));
  if (pixels <= bytes) return;
  throw new SourceError('SOURCE_CORRUPT', `expected ${pixels} bytes of a TIFF, got ${bytes}`, {
    hint: 'Export or upload the master again; the file was cut off.',
  });
}

const PLACES = [
  [TAG.stripOffsets, TAG.stripByteCounts],
  [TAG.tileOffsets, TAG.tileByteCounts],
] as const;

const WANTED: ReadonlySet<number> = new Set(PLACES.flat());

/**
 * Throws SourceError (SOURCE_CORRUPT) where a TIFF ends before the pixels of its first page do. libvips takes tiles that are
 * cut off for black ones, and says so only where every warning, harmless ones about unknown tags too, is made an error.
 */
export async function checkTiffExtent(file: string): Promise<void> {
  try {
    await using handle = await open(file, 'r');
    const tiff = await openTiff(readFrom(handle));
    const directory = await readDirectory(tiff, tiff.first, (tag) => WANTED.has(tag));
    const places = PLACES.map(([offsets, counts]) => ({
      offsets: numbersOf(directory, offsets),
      counts: numbersOf(directory, counts),
    }));
    checkExtent(places, (await handle.stat()).size);
  } catch (error) {
    throw toSourceError(error);
  }
}
