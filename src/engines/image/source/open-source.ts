import { canStream } from '../../../model/formats/stored-pixels.ts';
import type { Frame } from '../../../layout/frame.ts';
import { countReadings } from '../../../layout/master-readings.ts';
import { openMaster, type Master } from './master.ts';
import { dropOpaqueAlpha, openPicture } from './pixels.ts';
import { decode, type Opening } from './source.ts';

async function hold(master: Master): Promise<Opening> {
  const { facts } = master;
  const picture = await dropOpaqueAlpha(await decode(openMaster(master)));
  return { open: () => openPicture(picture), size: facts, orientation: facts.orientation };
}

/**
 * Decides how a master is read: decoded once and held where it is read more than once and `roomy` says that there is
 * memory for it, else streamed from its file each time. Either way gives the same bytes. Of a pyramid only tiles are
 * read.
 */
export async function openForFrames(master: Master, frames: readonly Frame[], roomy: boolean): Promise<Opening> {
  const { file, facts, levels } = master;
  if (levels) return { open: () => openMaster(master), size: facts, orientation: 1, pyramid: { file, levels } };
  if (!canStream(facts) || (roomy && countReadings(frames) > 1)) return hold(master);
  return { open: () => openMaster(master), size: facts, orientation: facts.orientation };
}
