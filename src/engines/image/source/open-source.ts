import { canStream } from '../../../model/formats/stored-pixels.ts';
import type { Rect } from '../../../model/geometry.ts';
import type { Picture } from '../../picture.ts';
import type { Frame } from '../../../layout/frame.ts';
import { countReadings } from '../../../layout/master-readings.ts';
import { openMaster, type Master } from './master.ts';
import { dropOpaqueAlpha, openPicture, toPicture } from './pixels.ts';
import { decode, makeSource, type Opening, type Source } from './source.ts';
import { wholeOf } from '../../../layout/reading.ts';
import { common, covers } from '../../../layout/rect.ts';

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

/** Clear pixels around what the master has of a region. */
async function extend(part: Picture, at: Rect, region: Rect): Promise<Picture> {
  const left = at.x - region.x;
  const top = at.y - region.y;
  return toPicture(
    openPicture(part).extend({
      left,
      top,
      right: region.width - left - at.width,
      bottom: region.height - top - at.height,
      background: { r: 0, g: 0, b: 0, alpha: 0 },
    }),
  );
}

/** A region as a source. One that overhangs the master is held with its clear margins: they scale with the picture. */
export async function openRegion(opening: Opening, region: Rect): Promise<Source> {
  if (covers(opening.size, region)) return makeSource(opening, region);
  const inside = common(region, wholeOf(opening.size));
  if (!inside) throw new RangeError('expected a region that reaches onto the master');
  const size = { width: inside.width, height: inside.height };
  const whole = { scaled: size, window: wholeOf(size), kernel: 'lanczos3' } as const;
  const part = await makeSource(opening, inside).read(whole);
  const picture = await extend(part, inside, region);
  return makeSource({ open: () => openPicture(picture), size: picture, orientation: 1 }, wholeOf(picture));
}
