import type { Picture } from '../../picture.ts';
import { openPicture, toPicture } from './pixels.ts';
import type { Turn } from '../../../layout/turn.ts';

/** Turns pixels: exact, none is computed. */
export async function turnPicture(picture: Picture, { mirrorX, mirrorY, swap }: Turn): Promise<Picture> {
  if (!mirrorX && !mirrorY && !swap) return picture;
  // sharp mirrors first and turns then; exchanging the axes is a mirror of top and bottom and a quarter turn clockwise.
  const mirrored = openPicture(picture)
    .flop(mirrorX)
    .flip(mirrorY !== swap);
  return toPicture(swap ? mirrored.rotate(90) : mirrored);
}
