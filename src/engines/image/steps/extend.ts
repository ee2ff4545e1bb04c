import { common } from '../../../layout/rect.ts';
import { extractWindow } from '../source/crop-to-window.ts';
import type { Step } from './step.ts';

/** `extend`: the layer on its canvas, clear margins around it. A layer that was read as what shows is not cut again. */
export const extend: Step = (picture, { box, canvas, free }) =>
  extractWindow(canvas, picture, free ? box : (common(box, canvas) ?? box));
