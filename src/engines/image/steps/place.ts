import { openPicture, toPicture } from '../pixels.ts';
import { sameSize } from '../source.ts';
import type { Step } from './step.ts';

const CLEAR = { r: 0, g: 0, b: 0, alpha: 0 };

/**
 * Lays the scaled picture on the view: what overhangs is cut off, what is not covered becomes the background, or stays
 * clear where the format keeps transparency. A picture that was read as just the window that shows is not cut again.
 */
export const place: Step = (picture, { placement, scaled, view, format, recipe }) => {
  const { from, at } = placement;
  const whole = sameSize(picture, scaled) && !sameSize(from, scaled);
  if (!whole && sameSize(picture, view)) return picture;
  const pipeline = openPicture(picture);
  if (whole) pipeline.extract({ left: from.x, top: from.y, width: from.width, height: from.height });
  if (sameSize(from, view)) return toPicture(pipeline);
  const background = format.alpha ? CLEAR : { ...(recipe.background ?? CLEAR), alpha: 1 };
  const opaque = !format.alpha && picture.channels === 3;
  const padded = pipeline.extend({
    left: at.x,
    top: at.y,
    right: view.width - at.x - from.width,
    bottom: view.height - at.y - from.height,
    background,
  });
  return toPicture(opaque ? padded.removeAlpha() : padded);
};
