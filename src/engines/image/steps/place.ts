import type { AnyPicture } from '../../picture.ts';
import { extractWindow } from '../source/crop-to-window.ts';
import type { ReplyStep } from './step.ts';

/**
 * Lays the canvas on what is drawn of the view: what overhangs is cut off, what is not covered becomes the background, or stays clear
 * where the format keeps transparency.
 */
export const place: ReplyStep<'place', AnyPicture> = (
  picture,
  { from, at },
  { composite: { canvas }, drawn, format, recipe },
) => {
  const window = { x: from.x - at.x, y: from.y - at.y, ...drawn };
  const { background } = recipe;
  return extractWindow(window, picture, canvas, format.alpha || !background ? undefined : { ...background, alpha: 1 });
};
