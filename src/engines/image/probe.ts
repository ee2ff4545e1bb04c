import { DEFAULT_LIMITS } from '../../model/master-limits.ts';
import type { ImageFacts } from '../../model/asset.ts';
import { SourceError } from '../../model/errors.ts';
import { masterFormat } from '../../model/formats/master-formats.ts';
import { decoderOf } from '../formats/index.ts';
import { toSourceError } from './source-error.ts';

/** Throws SourceError where a picture has no pixels, or more than its decoder has memory for. */
export function checkPixels(facts: ImageFacts): ImageFacts {
  if (!(facts.width >= 1 && facts.height >= 1)) {
    throw new RangeError(`expected a picture of some pixels, got ${facts.width}×${facts.height}`);
  }
  const format = masterFormat(facts.mime);
  const most = format?.decoding?.mostPixels ?? Infinity;
  if (facts.width * facts.height <= most) return facts;
  const expected = `expected ${format?.label} of at most ${most / 1e6} megapixels`;
  throw new SourceError('SOURCE_TOO_LARGE', `${expected}, got ${facts.width}×${facts.height}`, {
    hint: 'Scale the master down, or convert it to TIFF.',
  });
}

/**
 * Reads the facts of a picture, and whether all its pixels are there as far as its header tells. Throws SourceError.
 */
export async function probeImage(file: string, mime: string, limits = DEFAULT_LIMITS): Promise<ImageFacts> {
  try {
    return checkPixels(await decoderOf(mime).probe(file, mime, limits));
  } catch (error) {
    throw toSourceError(error);
  }
}
