import { openTiff, type ReadAt, type Tiff } from '../../../system/read-tiff.ts';

/** The most bytes of all descriptive fields in a directory; usually some kilobytes. */
export const MOST_TOLD_BYTES = 2 ** 20;

/** The TIFF structure of an EXIF block; JPEG and WebP put six bytes before it. */
export const exifStructure = (exif: Buffer): Buffer => exif.subarray(exif.toString('latin1', 0, 4) === 'Exif' ? 6 : 0);

/** Reads from an EXIF block as from a file. */
export function readFromExif(exif: Buffer): ReadAt {
  const bytes = exifStructure(exif);
  return async (position, length) => bytes.subarray(position, position + length);
}

/** Opens EXIF as a TIFF structure, from a file or from its EXIF block. Throws RangeError where there is none. */
export const openExif = (read: ReadAt): Promise<Tiff> => openTiff(read, MOST_TOLD_BYTES);
