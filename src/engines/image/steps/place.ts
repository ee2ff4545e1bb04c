import type { AnyPicture } from '../../picture.ts';
import { extractWindow } from '../source/crop-to-window.ts';
import type { ReplyStep } from './step.ts';

/**
 * Places the canvas on the visible part of the view. Overhang is cropped; uncovered area becomes the background colour,
 * or transparent where the format has alpha.
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
