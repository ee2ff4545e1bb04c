import { open } from 'node:fs/promises';
import { canStream } from '../../../model/formats/stored-pixels.ts';
import { masterFormat } from '../../../model/formats/master-formats.ts';
import { openTiff, readDirectory, readFrom, TAG } from '../../../system/read-tiff.ts';
import type { Strips } from '../kernels/reduce.ts';
import { ofMaster } from '../source-error.ts';
import type { Master } from './master.ts';

/** Tells whether the picture of a TIFF lies in tiles. */
export async function isTiled(file: string): Promise<boolean> {
  await using handle = await open(file, 'r');
  try {
    const tiff = await openTiff(readFrom(handle));
    const { entries } = await readDirectory(tiff, tiff.first, (tag) => tag === TAG.tileWidth);
    return entries.length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * Finds the strips in which libvips scales a master that is streamed, so that it is scaled so where it is held: in tiles where
 * its decoder reads tiles, as of tiled TIFFs and drawings. Throws SourceError.
 */
export async function stripsOf({ file, original, facts }: Master): Promise<Strips> {
  if (!canStream(facts)) return 'memory';
  const decoding = masterFormat(facts.mime)?.decoding;
  if (decoding?.vector === true) return 'tiles';
  // What dmx wrote anew lies in rows.
  if (decoding?.mayBeTiled !== true || original !== undefined) return 'file';
  return (await ofMaster(() => isTiled(file))) ? 'tiles' : 'file';
}
