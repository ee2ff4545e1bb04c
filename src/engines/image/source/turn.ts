import type { Sharp } from 'sharp';
import type { AnyPicture } from '../../picture.ts';
import { redraw } from './pixels.ts';
import type { Turn } from '../../../layout/turn.ts';

/** Turns what a pipeline holds. sharp mirrors first and turns then; exchanging the axes is a mirror of top and bottom and a quarter turn clockwise. */
export function turnPipeline(pipeline: Sharp, { mirrorX, mirrorY, swap }: Turn): Sharp {
  const flipped = pipeline.flop(mirrorX).flip(mirrorY !== swap);
  return swap ? flipped.rotate(90) : flipped;
}

/** Turns pixels: exact, none is computed. */
export async function turnPicture<P extends AnyPicture>(picture: P, turn: Turn): Promise<P> {
  const { mirrorX, mirrorY, swap } = turn;
  if (!mirrorX && !mirrorY && !swap) return picture;
  return redraw(picture, (pipeline) => turnPipeline(pipeline, turn));
}
