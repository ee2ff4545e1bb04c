import { dropOpaqueAlpha } from '../source/pixels.ts';
import { onColor } from '../kernels/underlay.ts';
import type { CompositeStep } from './step.ts';
import { wholeOf } from '../../../layout/reading.ts';

/** `bgColor`: shows through all that is transparent of the composite: the master's own, overhangs, corners, margins. */
export const fill: CompositeStep<'fill'> = (picture, color) =>
  dropOpaqueAlpha(onColor(picture, color, wholeOf(picture)));
