import { open } from 'node:fs/promises';
import { SourceError } from '../../../model/errors.ts';
import { numbersOf, openTiff, readDirectory, TAG, readFrom } from './read-tiff.ts';
import { toSourceError } from '../source-error.ts';

const PLACES = [
  [TAG.stripOffsets, TAG.stripByteCounts],
  [TAG.tileOffsets, TAG.tileByteCounts],
] as const;

const WANTED: ReadonlySet<number> = new Set(PLACES.flat());

/** The end of the pixels of a page, in bytes from the start of the file. */
async function readExtent(
  file: string,
  position: number | undefined,
): Promise<{ readonly pixels: number; readonly bytes: number }> {
  await using handle = await open(file, 'r');
  const tiff = await openTiff(readFrom(handle));
  const directory = await readDirectory(tiff, position ?? tiff.first, (tag) => WANTED.has(tag));
  let pixels = 0;
  for (const [offsetTag, lengthTag] of PLACES) {
    const lengths = numbersOf(directory, lengthTag);
    for (const [i, offset] of numbersOf(directory, offsetTag).entries()) {
      pixels = Math.max(pixels, offset + (lengths[i] ?? 0));
    }
  }
  return { pixels, bytes: (await handle.stat()).size };
}

/**
 * Throws SourceError (SOURCE_CORRUPT) where a TIFF ends before the pixels of the page do whose directory stands at
 * `position`, absent: the first. libvips takes tiles that are cut off for
 * black ones, and says so only where every warning, harmless ones about unknown tags too, is made an error.
 */
export async function checkTiffExtent(file: string, position?: number): Promise<void> {
  const { pixels, bytes } = await readExtent(file, position).catch((error: unknown) => {
    throw toSourceError(error);
  });
  if (pixels <= bytes) return;
  throw new SourceError('SOURCE_CORRUPT', `expected ${pixels} bytes of a TIFF, got ${bytes}`, {
    place: file,
    hint: 'Export or upload the master again; the file was cut off.',
  });
}
