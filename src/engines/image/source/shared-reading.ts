import { sum } from '../../../base/sum.ts';
import type { Rect } from '../../../model/geometry.ts';
import type { AnyPicture } from '../../picture.ts';
import type { Level } from './level.ts';
import { dropOpaqueAlpha, redraw } from './pixels.ts';
import { sameSize, type Reading } from '../../../layout/reading.ts';
import { areaOf, unite } from '../../../layout/rect.ts';

async function cut(picture: AnyPicture, from: Rect, { x, y, width, height }: Rect): Promise<AnyPicture> {
  if (sameSize(from, { width, height })) return picture;
  const part = { left: x - from.x, top: y - from.y, width, height };
  return dropOpaqueAlpha(await redraw(picture, (pipeline) => pipeline.extract(part)));
}

/**
 * Reads windows of one scaled picture: once for all where they overlap so far that this computes fewer pixels, else each
 * by itself. `readings` are those that will be asked for, of one scale and kernel. Either way gives the same pixels.
 */
export function shareReading(level: Level, readings: readonly Reading[]): (reading: Reading) => Promise<AnyPicture> {
  const read = async (reading: Reading): Promise<AnyPicture> => dropOpaqueAlpha(await level.read(reading));
  const [first] = readings;
  const windows = readings.map(({ window }) => window);
  const union = unite(windows);
  const alone = sum(windows.map(areaOf));
  if (first === undefined || windows.length === 1 || areaOf(union) > alone) return read;
  let shared: Promise<AnyPicture> | undefined;
  return async ({ window }) => cut(await (shared ??= read({ ...first, window: union })), union, window);
}
