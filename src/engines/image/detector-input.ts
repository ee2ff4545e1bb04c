import { LOOK_SIDE, type Sight } from '../crop/detector.ts';
import type { Picture } from '../picture.ts';
import { openMaster, type Master } from './source/master.ts';
import { readRegions } from './metadata/regions.ts';
import { turnUpright } from './source/orientation.ts';
import { dropOpaqueAlpha } from './source/pixels.ts';
import { decode } from './source/source.ts';

/**
 * A master as detectors look at it: whole, upright and small, read in a pass of its own, so that what they find depends
 * on nothing but the master. Decoders may shrink while they load: a 24-megapixel JPEG takes a fifth of the time then.
 * Throws SourceError where the master cannot be decoded.
 */
async function look(master: Master): Promise<Picture> {
  const small = openMaster(master).resize(LOOK_SIDE, LOOK_SIDE, { fit: 'inside', withoutEnlargement: true });
  return turnUpright(await dropOpaqueAlpha(await decode(small)), master.facts.orientation);
}

/** What detectors may ask of a master. */
export function sightOf(master: Master): Sight {
  let picture: Promise<Picture> | undefined;
  return { picture: () => (picture ??= look(master)), regions: () => readRegions(master) };
}
