import type { AnyPicture } from '../picture.ts';
import type { Frame, LayerFrame } from '../../layout/frame.ts';
import { COMPOSITE_STEPS, LAYER_STEPS, REPLY_STEPS } from '../../layout/steps.ts';
import { compose } from './compose.ts';
import { OPERATIONS } from './operations.ts';
import { runSteps } from './run-steps.ts';
import { clip, clipLayer } from './steps/clip.ts';
import { cut } from './steps/cut.ts';
import { compositeEffects } from './steps/effects.ts';
import { extend } from './steps/extend.ts';
import { fill } from './steps/fill.ts';
import { flatten } from './steps/flatten.ts';
import { flip } from './steps/flip.ts';
import { operateComposite, operateLayer } from './steps/operate.ts';
import { pad } from './steps/pad.ts';
import { perspective } from './steps/perspective.ts';
import { place } from './steps/place.ts';
import { quantize } from './steps/quantize.ts';
import { replyMask } from './steps/reply-mask.ts';
import { rotate } from './steps/rotate.ts';
import { sharpen } from './steps/sharpen.ts';
import type { CompositeStep, LayerStep, ReplyStep } from './steps/step.ts';
import { underColor } from './steps/under-color.ts';
import { unsharpMask } from './steps/unsharp-mask.ts';

const LAYER: { readonly [N in keyof typeof LAYER_STEPS]: LayerStep<N> } = {
  pad,
  perspective,
  operate: operateLayer,
  underColor,
  flip,
  rotate,
  extend,
  clip: clipLayer,
  fill,
};

const COMPOSITE: { readonly [N in keyof typeof COMPOSITE_STEPS]: CompositeStep<N> } = {
  operate: operateComposite,
  clip,
  effects: compositeEffects,
};

const REPLY: { readonly [N in keyof typeof REPLY_STEPS]: ReplyStep<N> } = {
  place,
  sharpen,
  unsharpMask,
  cut,
  replyMask,
  flatten,
  quantize,
};

/** All steps, by what they work on. */
export const STEPS = { layer: LAYER, operation: OPERATIONS, composite: COMPOSITE, reply: REPLY } as const;

/** A layer as it goes onto the canvas, from the pixels that were read for it. */
function drawLayer(read: AnyPicture, frame: LayerFrame): Promise<AnyPicture> {
  return runSteps(LAYER_STEPS, STEPS.layer, read, frame);
}

/**
 * From the pixels that were read for the base layer to those that are encoded; `readAbove` reads the other layers, one
 * after the other.
 */
export async function runPipeline(
  read: AnyPicture,
  frame: Frame,
  readAbove: (layer: LayerFrame) => Promise<AnyPicture>,
): Promise<AnyPicture> {
  const { composite } = frame;
  const [base] = composite.layers;
  const readLayer = async (layer: LayerFrame): Promise<AnyPicture> => (layer === base ? read : readAbove(layer));
  const composed = await compose(composite, { read: readLayer, draw: drawLayer });
  const finished = await runSteps(COMPOSITE_STEPS, STEPS.composite, composed, composite);
  return runSteps(REPLY_STEPS, STEPS.reply, finished, frame);
}
