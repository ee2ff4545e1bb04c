import type { SetText } from '../../model/text/set-text.ts';
import type { Point } from '../outline.ts';
import { turned } from './polyline.ts';

/** A text turned clockwise about a point, in the same box. */
export function turnedText(set: SetText, degrees: number, [x, y]: Point): SetText {
  if (degrees % 360 === 0) return set;
  const turn = <P extends { readonly x: number; readonly y: number; readonly angle?: number }>(part: P): P => {
    const [right, down] = turned([part.x - x, part.y - y], degrees);
    return { ...part, x: x + right, y: y + down, angle: (part.angle ?? 0) + degrees };
  };
  return { ...set, glyphs: set.glyphs.map(turn), underlines: set.underlines.map(turn) };
}
