import type { AnyPicture } from '../../picture.ts';
import { redraw } from './pixels.ts';
import type { Turn } from '../../../layout/turn.ts';

/** Turns pixels: exact, none is computed. */
export async function turnPicture<P extends AnyPicture>(picture: P, { mirrorX, mirrorY, swap }: Turn): Promise<P> {
  if (!mirrorX && !mirrorY && !swap) return picture;
  // sharp mirrors first and turns then; exchanging the axes is a mirror of top and bottom and a quarter turn clockwise.
  const mirrored = await redraw(picture, (pipeline) => {
    const flipped = pipeline.flop(mirrorX).flip(mirrorY !== swap);
    return swap ? flipped.rotate(90) : flipped;
  });
  return mirrored;
}
