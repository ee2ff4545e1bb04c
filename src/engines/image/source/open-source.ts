import { canStream } from '../../../model/formats/stored-pixels.ts';
import type { Frame } from '../../../layout/frame.ts';
import { isHeldFor } from '../../../layout/master-readings.ts';
import { ofMaster } from '../source-error.ts';
import type { Master } from './master.ts';
import { makeReader, type ReadingColors } from './pixel-reader.ts';
import type { Opening } from './source.ts';

/** The pixels of a master that are held, as they are drawn with. */
export type HeldMaster = Pick<Opening, 'open' | 'held'>;

/** Decodes a master of which nothing is converted. Throws SourceError. */
export async function holdMaster(master: Master): Promise<HeldMaster> {
  const { open, hold } = await makeReader(master);
  return ofMaster(() => hold(open()));
}

/**
 * Decides how a master is read: decoded once and held where it is read more than once and `roomy` says that there is
 * memory for it, else streamed from its file each time. Either way gives the same bytes. Of a pyramid only tiles are
 * read. `kept`: halvings that are there already, of which the master itself is not read. `colors` are those of all the frames. Throws SourceError,
 * RenditionError where a profile that is named cannot be used.
 */
export async function openForFrames(
  master: Master,
  frames: readonly Frame[],
  roomy: boolean,
  colors?: ReadingColors,
  kept?: Opening['kept'],
): Promise<Opening> {
  const { facts, levels } = master;
  const reader = await makeReader(master, colors);
  const { open, toPicture } = reader;
  const opening = { open, toPicture, size: facts, orientation: facts.orientation, ...(kept && { kept }) };
  if (levels) return { ...opening, orientation: 1, pyramid: { reader, levels } };
  const isHeld = !canStream(facts) || (roomy && isHeldFor(frames, facts, (region) => kept?.has(region) === true));
  if (!isHeld && !kept?.held) return opening;
  const unheld = canStream(facts) ? { unheld: open } : {};
  return { ...opening, ...unheld, ...(kept?.held ?? (await ofMaster(() => reader.hold(open())))) };
}
