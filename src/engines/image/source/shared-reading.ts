import { sum } from '../../../base/sum.ts';
import type { Rect } from '../../../model/geometry.ts';
import type { AnyPicture } from '../../picture.ts';
import type { Level } from './level.ts';
import { extractWindow } from './crop-to-window.ts';
import { dropOpaqueAlpha } from './pixels.ts';
import type { Reading } from '../../../layout/reading.ts';
import { areaOf, unite } from '../../../layout/rect.ts';

async function cut(picture: AnyPicture, from: Rect, window: Rect): Promise<AnyPicture> {
  const part = extractWindow(window, picture, from);
  return part === picture ? picture : dropOpaqueAlpha(part);
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
