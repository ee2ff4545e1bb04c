import type { Rect } from '../../../model/geometry.ts';
import { type Reading, sameSize, wholeOf } from '../../../layout/reading.ts';
import type { AnyPicture } from '../../picture.ts';
import { reduce, type Strips } from '../kernels/reduce.ts';
import { extractWindow } from './crop-to-window.ts';

/** Pixels that are held, and the strips in which they would be scaled where they came from. */
export interface Held<P extends AnyPicture = AnyPicture> {
  readonly picture: P;
  readonly strips: Strips;
}

/** A rectangle within another one, counted from where that one is. */
const shifted = ({ x, y, ...size }: Rect, by: Rect): Rect => ({ x: x + by.x, y: y + by.y, ...size });

/** Reads a part of what is held, as large as it is at most. */
export function readHeld<P extends AnyPicture>({ picture, strips }: Held<P>, part: Rect, reading: Reading): P {
  if (sameSize(reading.scaled, part)) return extractWindow(shifted(reading.window, part), picture, wholeOf(picture));
  return reduce(picture, part, reading, strips);
}
