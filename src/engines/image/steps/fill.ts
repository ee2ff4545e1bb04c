import { dropOpaqueAlpha } from '../pixels.ts';
import { wholeOf } from '../source.ts';
import { onColor } from '../underlay.ts';
import type { Step } from './step.ts';

/** `bgColor`: shows through all that is transparent of the composite: the master's own, overhangs, corners, margins. */
export const fill: Step = (picture, { recipe }) =>
  recipe.fill ? dropOpaqueAlpha(onColor(picture, recipe.fill, wholeOf(picture))) : picture;
