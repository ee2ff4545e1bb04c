import { type FileHandle, open } from 'node:fs/promises';
import { ScanWalker } from '../../image/kernels/scan-codes.ts';
import { checkScan, sharedCodes } from '../jpeg/find-damage.ts';
import { jpegIn } from '../jpeg/read-frame.ts';
import { COMPRESSION, readPage, type TiffLayout } from './layout.ts';

function lookThroughBlocks(handle: FileHandle, { jpegTables, offsets, counts, tiled }: TiffLayout): string | undefined {
  const shared = jpegTables && sharedCodes((into, at) => jpegTables.copy(into, 0, at));
  const walker = new ScanWalker();
  for (const [i, offset] of offsets.entries()) {
    const misfit = checkScan(walker, jpegIn(handle, offset, counts[i] ?? 0), shared);
    if (misfit) return `${tiled ? 'tile' : 'strip'} ${i + 1} of ${offsets.length}: ${misfit.words}`;
  }
  return undefined;
}

/**
 * Damage in a TIFF's JPEG blocks: libvips does not pass on libjpeg's warnings about tiles, and libjpeg misses some
 * damage. Undefined = none found, or not JPEG.
 */
export async function findTiffDamage(file: string): Promise<string | undefined> {
  await using handle = await open(file, 'r');
  try {
    const { layout } = await readPage(handle);
    return layout.compression === COMPRESSION.jpeg ? lookThroughBlocks(handle, layout) : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
