import { DEFAULT_LIMITS } from '../../model/master-limits.ts';
import type { ImageFacts } from '../../model/asset.ts';
import { decoderOf } from '../formats/index.ts';
import { toSourceError } from './source-error.ts';

/**
 * Reads the facts of a picture, and whether all its pixels are there as far as its header tells. Throws SourceError.
 */
export async function probeImage(file: string, mime: string, limits = DEFAULT_LIMITS): Promise<ImageFacts> {
  try {
    return await decoderOf(mime).probe(file, mime, limits);
  } catch (error) {
    throw toSourceError(error);
  }
}
