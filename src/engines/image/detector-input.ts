import { ANALYSIS_SIZE, type DetectorInput } from '../crop/detector.ts';
import type { Picture } from '../picture.ts';
import type { Master } from './source/master.ts';
import { makeReader } from './source/pixel-reader.ts';
import { ofMaster } from './source-error.ts';
import { readRegions } from './metadata/regions.ts';
import { turnUpright } from './source/orientation.ts';
import { dropOpaqueAlpha, toBytes } from './source/pixels.ts';

/**
 * A master as detectors look at it: whole, upright and small, read in a pass of its own, so that what they find depends
 * on nothing but the master. Decoders may shrink while they load: a 24-megapixel JPEG takes a fifth of the time then.
 * Throws SourceError where the master cannot be decoded.
 */
async function readAnalysisImage(master: Master): Promise<Picture> {
  const { open, toPicture } = await makeReader(master);
  const small = open().resize(ANALYSIS_SIZE, ANALYSIS_SIZE, { fit: 'inside', withoutEnlargement: true });
  const picture = await ofMaster(async () => toBytes(await toPicture(small)));
  return turnUpright(await dropOpaqueAlpha(picture), master.facts.orientation);
}

/** The answers to what detectors may ask of a master. */
export function detectorInput(master: Master): DetectorInput {
  let picture: Promise<Picture> | undefined;
  return { picture: () => (picture ??= readAnalysisImage(master)), regions: () => readRegions(master) };
}
