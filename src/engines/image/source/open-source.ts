import { canStream } from '../../../model/stored-pixels.ts';
import type { Rect, Size } from '../../../model/geometry.ts';
import type { Picture } from '../../picture.ts';
import type { Frame } from '../../../layout/frame.ts';
import { openMaster, type Master } from './master.ts';
import { dropOpaqueAlpha, openPicture, toPicture } from './pixels.ts';
import { decode, makeSource, type Opening, type Source } from './source.ts';
import { wholeOf, type Reading } from '../../../layout/reading.ts';

/** Readings of the same scaled picture have the same text. */
export function scaleKey({ scaled, kernel }: Reading): string {
  return [scaled.width, scaled.height, kernel].join();
}

/** Readings that are the same pixels have the same text. */
function readingKey(reading: Reading): string {
  return `${scaleKey(reading)},${regionKey(reading.window)}`;
}

export function regionKey({ x, y, width, height }: Rect): string {
  return [x, y, width, height].join();
}

const innermost = (frame: Frame): Frame => (frame.inner ? innermost(frame.inner) : frame);

/** How often the master has to be decoded when nothing of it is held: every reading of a level 0, and one for the rest. */
function countReadings(frames: readonly Frame[]): number {
  const readings = frames.map(innermost).map((frame) => {
    const what = frame.level === 0 ? readingKey(frame.reading) : 'levels';
    return `${regionKey(frame.region)}/${what}`;
  });
  return new Set(readings).size;
}

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

/** The part of a region that lies on the master. */
function clip({ x, y, width, height }: Rect, of: Rect): Rect {
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  return {
    x: left,
    y: top,
    width: Math.min(of.width, x + width) - left,
    height: Math.min(of.height, y + height) - top,
  };
}

/** Whether a picture of this size has every pixel of a region. */
export function covers(size: Size, region: Rect): boolean {
  return regionKey(clip(region, wholeOf(size))) === regionKey(region);
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
  const inside = clip(region, wholeOf(opening.size));
  const size = { width: inside.width, height: inside.height };
  const whole = { scaled: size, window: wholeOf(size), kernel: 'lanczos3' } as const;
  const part = await makeSource(opening, inside).read(whole);
  const picture = await extend(part, inside, region);
  return makeSource({ open: () => openPicture(picture), size: picture, orientation: 1 }, wholeOf(picture));
}
