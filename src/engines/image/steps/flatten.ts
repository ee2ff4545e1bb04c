import { openPicture, toPicture } from '../source/pixels.ts';
import type { Step } from './step.ts';

/** Lays the picture on the background where its format has no alpha. */
export const flatten: Step = (picture, { format, recipe }) => {
  if (format.alpha || picture.channels === 3) return picture;
  const { r, g, b } = recipe.background ?? { r: 255, g: 255, b: 255 };
  return toPicture(openPicture(picture).flatten({ background: { r, g, b } }));
};
