import { writingError } from '../../../system/storage-error.ts';
import { openFile } from '../../image/source/master.ts';
import { toSourceError } from '../../image/source-error.ts';
import type { Timing } from '../../picture.ts';

/** The frame delay where a file sets none: the one that browsers use. Milliseconds. */
const USUAL_DELAY = 100;

/**
 * Writes the frames of a file that libvips opens as `Decoder.frames` says: decoded once, from the first to the last. To reach a
 * frame by itself libvips decodes all before it, which takes a time that grows with the square of their number.
 */
export async function writeFrames(file: string, target: string): Promise<Timing> {
  try {
    const { pages = 1, delay = [], loop = 0 } = await openFile(file, 0, { pages: -1 }).metadata();
    // Sample values unchanged, with the ICC profile that defines them.
    const stored = openFile(file, 0, { pages: -1, ignoreIcc: true }).keepIccProfile();
    await stored.tiff({ compression: 'none', bigtiff: true }).toFile(target);
    return { delay: Array.from({ length: pages }, (_, at) => delay[at] ?? USUAL_DELAY), loop };
  } catch (error) {
    throw toSourceError(writingError(error, target));
  }
}
