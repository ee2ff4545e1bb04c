import { keysOf } from '../../base/table.ts';
import type { StepRow } from '../../layout/steps.ts';
import type { AnyPicture, Picture } from '../picture.ts';
import { toBytes } from './source/pixels.ts';

/** A step of any row, once what it is asked has been taken of that row's own frame. */
type AnyStep<F> = (picture: Picture, asked: never, frame: F) => Promise<AnyPicture> | AnyPicture;

/** The steps that take 16 bits as they take 8: they move pixels, cut, pad, lay on a ground, sharpen. */
const DEEP: ReadonlySet<string> = new Set([
  ...['pad', 'flip', 'extend', 'place', 'sharpen', 'unsharpMask', 'cut', 'flatten'],
]);

/** Runs the steps that a frame asks for, in the order of their rows. */
export async function runSteps<F, N extends string>(
  rows: Readonly<Record<N, StepRow<F, unknown>>>,
  steps: Readonly<Record<N, AnyStep<F>>>,
  picture: AnyPicture,
  frame: F,
): Promise<AnyPicture> {
  let current = picture;
  for (const name of keysOf(rows)) {
    const asked = rows[name].asks(frame);
    if (asked === undefined) continue;
    // The type says 8 bits, which is what all but these are handed.
    const given = DEEP.has(name) ? (current as Picture) : toBytes(current);
    current = await steps[name](given, asked as never, frame);
  }
  return current;
}
