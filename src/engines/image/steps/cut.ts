import type { AnyPicture } from '../../picture.ts';
import { extractWindow } from '../source/crop-to-window.ts';
import type { ReplyStep } from './step.ts';
import { wholeOf } from '../../../layout/reading.ts';

/** `rect`: the reply out of what was drawn of the view; what overhangs that is background as in `place`. */
export const cut: ReplyStep<'cut', AnyPicture> = (picture, tile, { drawn, format, recipe: { background } }) =>
  extractWindow(tile, picture, wholeOf(drawn), format.alpha || !background ? undefined : { ...background, alpha: 1 });
