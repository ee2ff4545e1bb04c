import { dropOpaqueAlpha } from '../source/pixels.ts';
import { onColor } from '../kernels/underlay.ts';
import type { LayerStep } from './step.ts';
import { wholeOf } from '../../../layout/reading.ts';

/** `bgColor`: shows through all that is transparent of the layer: its source's own, overhangs, corners, margins. */
export const fill: LayerStep<'fill'> = (picture, color) => dropOpaqueAlpha(onColor(picture, color, wholeOf(picture)));
