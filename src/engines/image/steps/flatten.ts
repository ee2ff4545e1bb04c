import { openPicture, toPicture } from '../source/pixels.ts';
import type { ReplyStep } from './step.ts';

/** Lays the picture on the background where its format has no alpha. */
export const flatten: ReplyStep<'flatten'> = (picture, { r, g, b }) => {
  if (picture.channels === 3) return picture;
  return toPicture(openPicture(picture).flatten({ background: { r, g, b } }));
};
