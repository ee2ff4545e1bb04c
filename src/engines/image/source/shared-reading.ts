import { sum } from '../../../base/sum.ts';
import type { Rect } from '../../../model/geometry.ts';
import type { Picture } from '../../picture.ts';
import type { Level } from './levels.ts';
import { dropOpaqueAlpha, openPicture, toPicture } from './pixels.ts';
import { sameSize, type Reading } from '../../../layout/reading.ts';
import { areaOf, unite } from '../../../layout/rect.ts';

async function cut(picture: Picture, from: Rect, { x, y, width, height }: Rect): Promise<Picture> {
  if (sameSize(from, { width, height })) return picture;
  const part = openPicture(picture).extract({ left: x - from.x, top: y - from.y, width, height });
  return dropOpaqueAlpha(await toPicture(part));
}

/**
 * Reads windows of one scaled picture: once for all where they overlap so far that this computes fewer pixels, else each
 * by itself. `readings` are those that will be asked for, of one scale and kernel. Either way gives the same pixels.
 */
export function shareReading(level: Level, readings: readonly Reading[]): (reading: Reading) => Promise<Picture> {
  const read = async (reading: Reading): Promise<Picture> => dropOpaqueAlpha(await level.read(reading));
  const [first] = readings;
  const windows = readings.map(({ window }) => window);
  const union = unite(windows);
  const alone = sum(windows.map(areaOf));
  if (first === undefined || windows.length === 1 || areaOf(union) > alone) return read;
  let shared: Promise<Picture> | undefined;
  return async ({ window }) => cut(await (shared ??= read({ ...first, window: union })), union, window);
}
