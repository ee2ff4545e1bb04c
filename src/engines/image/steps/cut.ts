import { extractWindow } from '../source/crop-to-window.ts';
import type { Step } from './step.ts';
import { wholeOf } from '../../../layout/reading.ts';

/** `rect`: the reply out of what was drawn of the view; what overhangs that is background as in `place`. */
export const cut: Step = (picture, { drawn, tile, format, recipe: { background } }) =>
  extractWindow(tile, picture, wholeOf(drawn), format.alpha || !background ? undefined : { ...background, alpha: 1 });
