import { wholeOf } from '../../../layout/reading.ts';
import { operate } from '../operations.ts';
import { extractWindow } from '../source/crop-to-window.ts';
import type { CompositeStep, LayerStep } from './step.ts';

/** Operations on the composite. */
export const operateComposite: CompositeStep<'operate'> = operate;

/** Operations on a layer by itself, without what was read around it for them. */
export const operateLayer: LayerStep<'operate'> = async (picture, frame) =>
  extractWindow(frame.kept, await operate(picture, frame), wholeOf(picture));
