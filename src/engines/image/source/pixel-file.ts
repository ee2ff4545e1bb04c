import path from 'node:path';
import type { Sharp } from 'sharp';
import { writingError } from '../../../system/storage-error.ts';

/** Rows that libvips writes at once where nothing is compressed: of each it keeps a copy, and libtiff another one. */
const STRIP_ROWS = 16;

/** Writes the exact pixels that a pipeline gives into a file: an uncompressed TIFF, of any size. */
export async function writePixelFile(pipeline: Sharp, file: string): Promise<void> {
  try {
    await pipeline.tiff({ compression: 'none', tileHeight: STRIP_ROWS, bigtiff: true }).toFile(file);
  } catch (error) {
    throw writingError(error, path.dirname(file), file);
  }
}
