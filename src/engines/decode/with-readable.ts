import path from 'node:path';
import type { Master } from '../image/master.ts';
import { SourceError } from '../../model/errors.ts';
import { dropScratch, makeScratch } from '../../system/scratch.ts';
import { storageError } from '../../system/storage-error.ts';
import { DECODERS } from './index.ts';

/**
 * Lets work be done on a master that libvips can open: itself, or a TIFF of the same pixels and metadata in a folder of
 * its own in `scratch`, which is there for as long as the work takes. Throws SourceError, or StorageError where there is
 * no room for that.
 */
export async function withReadable<T>(
  master: Master,
  scratch: string,
  work: (readable: Master) => Promise<T>,
): Promise<T> {
  const decoder = DECODERS[master.facts.mime];
  if (!decoder || master.levels) return work(master);
  const folder = await makeScratch(scratch, 'master');
  try {
    const file = path.join(folder, 'master.tif');
    await decoder.decode(master.file, file).catch((error: unknown) => {
      throw error instanceof SourceError ? error : storageError(error, scratch, file);
    });
    return await work({ ...master, file });
  } finally {
    await dropScratch(folder);
  }
}
