import { headBytes, printDirectories } from './write-directories.ts';
import {
  FIELD,
  makeNumbers,
  numbersOf,
  openTiff,
  readDirectory,
  TAG,
  type TiffEntry,
} from '../../../system/read-tiff.ts';

/**
 * A TIFF of one page, as libvips writes it, with image resources in the field that Photoshop has for them: a new
 * directory, and behind it the strips as they were.
 */
export async function withTiffResources(file: Buffer, resources: Buffer): Promise<Buffer> {
  const tiff = await openTiff(async (position, length) => file.subarray(position, position + length));
  const directory = await readDirectory(tiff, tiff.first);
  const offsets = numbersOf(directory, TAG.stripOffsets);
  const lengths = numbersOf(directory, TAG.stripByteCounts);
  const field = { tag: TAG.photoshop, type: FIELD.byte, count: resources.length, data: resources };
  const entries = directory.entries.filter(({ tag }) => tag !== TAG.stripOffsets && tag !== TAG.photoshop);
  const at = (start: number): readonly TiffEntry[] => {
    let next = start;
    const moved = lengths.map((length) => (next += length) - length);
    return [...entries, makeNumbers(TAG.stripOffsets, tiff.big ? FIELD.long8 : FIELD.long, moved), field];
  };
  const start = headBytes([{ entries: at(0) }], tiff.big);
  const strips = offsets.map((offset, i) => file.subarray(offset, offset + (lengths[i] ?? 0)));
  return Buffer.concat([printDirectories([{ entries: at(start) }], tiff.big), ...strips]);
}
