import type { SetText } from '../../model/text/set-text.ts';
import type { Point } from '../outline.ts';
import { turned } from './polyline.ts';

/** A point turned clockwise about another. */
export function turnedAbout(point: Point, degrees: number, [x, y]: Point): Point {
  const [right, down] = turned([point[0] - x, point[1] - y], degrees);
  return [x + right, y + down];
}

/** A text turned clockwise about a point, in the same box. */
export function turnedText(set: SetText, degrees: number, about: Point): SetText {
  if (degrees % 360 === 0) return set;
  const turn = <P extends { readonly x: number; readonly y: number; readonly angle?: number }>(part: P): P => {
    const [x, y] = turnedAbout([part.x, part.y], degrees, about);
    return { ...part, x, y, angle: (part.angle ?? 0) + degrees };
  };
  return { ...set, glyphs: set.glyphs.map(turn), underlines: set.underlines.map(turn) };
}
