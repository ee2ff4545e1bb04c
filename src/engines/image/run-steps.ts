import type { StepRow } from '../../layout/steps.ts';
import type { Picture } from '../picture.ts';

/** A step of any row, once what it is asked has been taken of that row's own frame. */
type AnyStep<F> = (picture: Picture, asked: never, frame: F) => Promise<Picture> | Picture;

/** Runs the steps that a frame asks for, in the order of their rows. */
export async function runSteps<F, N extends string>(
  rows: Readonly<Record<N, StepRow<F, unknown>>>,
  steps: Readonly<Record<N, AnyStep<F>>>,
  picture: Picture,
  frame: F,
): Promise<Picture> {
  let current = picture;
  for (const name of Object.keys(rows) as N[]) {
    const asked = rows[name].asks(frame);
    if (asked !== undefined) current = await steps[name](current, asked as never, frame);
  }
  return current;
}
