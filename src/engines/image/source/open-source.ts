import { canStream } from '../../../model/formats/stored-pixels.ts';
import { present } from '../../../base/present.ts';
import type { Frame } from '../../../layout/frame.ts';
import { isHeldFor } from '../../../layout/master-readings.ts';
import { ofMaster } from '../source-error.ts';
import type { Master } from './master.ts';
import { makeReader, type PixelReader, type ReadingColors } from './pixel-reader.ts';
import type { Opening, StoredPixels } from './source.ts';
import { stripsOf } from './strips-of.ts';

/** Decodes a master so that it can be read more than once. Throws SourceError. */
async function hold({ open, hold: decode, toPicture, widen }: PixelReader, master: Master): Promise<StoredPixels> {
  // As the same file streamed, where that can be.
  const strips = await stripsOf(master);
  const held = await ofMaster(() => decode(open(), strips));
  return 'open' in held ? { ...held, toPicture, ...present({ widen }) } : { held: { picture: held, strips } };
}

/** Decodes a master of which nothing is converted. Throws SourceError. */
export const holdMaster = async (master: Master): Promise<StoredPixels> => hold(await makeReader(master), master);

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
  const opened = { size: facts, orientation: facts.orientation, ...(kept && { kept }) };
  const { open, toPicture, stage, widen } = reader;
  if (levels) return { ...opened, open, toPicture, ...present({ widen }), orientation: 1, pyramid: { reader, levels } };
  const isHeld = !canStream(facts) || (roomy && isHeldFor(facts, frames, (region) => kept?.has(region) === true));
  if (!isHeld && !kept?.held) return { ...opened, open, toPicture, ...present({ stage, widen }) };
  return { ...opened, ...(kept?.held ?? (await hold(reader, master))) };
}
