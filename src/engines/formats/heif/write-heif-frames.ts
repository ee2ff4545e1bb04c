import { open } from 'node:fs/promises';
import { writingError } from '../../../system/storage-error.ts';
import { openFile, openUntagged } from '../../image/source/master.ts';
import { toSourceError } from '../../image/source-error.ts';
import { FIELD, TAG } from '../../../system/read-tiff.ts';
import { writeTiffPages } from '../../image/tiff/write-uncompressed-tiff.ts';
import type { Timing } from '../../picture.ts';
import { damaged } from './samples.ts';
import { sequenceIn } from './open-heif.ts';

/**
 * Writes the frames of a sequence of AV1 as `Decoder.frames` says, in 8 bits with alpha. Each is decoded together with those that
 * it follows from: to the decoder these are one picture, of which it shows the last.
 */
export async function writeHeifFrames(file: string, target: string): Promise<Timing> {
  try {
    await using handle = await open(file, 'r');
    const sequence = await sequenceIn(handle);
    if (sequence === undefined) throw new RangeError(`expected a sequence of pictures, got ${file}`);
    const { readStill } = sequence;
    const timing = sequence.timing();
    const { icc, width, height } = await openFile(await readStill(handle)).metadata();
    const entries = icc ? [{ tag: TAG.icc, type: FIELD.undefined, count: icc.length, data: icc }] : [];
    async function* pages(): AsyncGenerator<Buffer, void, void> {
      for (const frame of timing.delay.keys()) {
        const opened = openUntagged(await readStill(handle, frame))
          .toColourspace('srgb')
          .ensureAlpha();
        const { data, info } = await opened.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
        if (info.width !== width || info.height !== height)
          throw damaged(`frames of ${width}×${height}`, `${info.width}×${info.height}`);
        yield data;
      }
    }
    const page = { width, height, depth: 8, samples: 4, alpha: true, photometric: 2 } as const;
    const described = { ...page, metadata: { entries, children: new Map<number, never>() } };
    await writeTiffPages(described, { count: timing.delay.length, pages: pages() }, target);
    return timing;
  } catch (error) {
    throw toSourceError(writingError(error, target));
  }
}
