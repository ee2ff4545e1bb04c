import type { Picture } from '../picture.ts';
import type { Frame, LayerFrame } from '../../layout/frame.ts';
import { COMPOSITE_STEPS, LAYER_STEPS, REPLY_STEPS, type StepRow } from '../../layout/steps.ts';
import { compose } from './compose.ts';
import { blur } from './steps/blur.ts';
import { brightness } from './steps/brightness.ts';
import { clip } from './steps/clip.ts';
import { colorBalance } from './steps/color-balance.ts';
import { colorize } from './steps/colorize.ts';
import { contrast } from './steps/contrast.ts';
import { cut } from './steps/cut.ts';
import { fill } from './steps/fill.ts';
import { flatten } from './steps/flatten.ts';
import { flip } from './steps/flip.ts';
import { grow } from './steps/grow.ts';
import { hue } from './steps/hue.ts';
import { invert } from './steps/invert.ts';
import { noise } from './steps/noise.ts';
import { opacity } from './steps/opacity.ts';
import { pad } from './steps/pad.ts';
import { perspective } from './steps/perspective.ts';
import { place } from './steps/place.ts';
import { quantize } from './steps/quantize.ts';
import { replyMask } from './steps/reply-mask.ts';
import { rotate } from './steps/rotate.ts';
import { saturation } from './steps/saturation.ts';
import { sharpen } from './steps/sharpen.ts';
import type { CompositeStep, LayerStep, ReplyStep } from './steps/step.ts';
import { underColor } from './steps/under-color.ts';
import { unsharpMask } from './steps/unsharp-mask.ts';

const LAYER: { readonly [N in keyof typeof LAYER_STEPS]: LayerStep<N> } = {
  pad,
  perspective,
  underColor,
  flip,
  rotate,
};

const COMPOSITE: { readonly [N in keyof typeof COMPOSITE_STEPS]: CompositeStep<N> } = {
  fill,
  invert,
  colorBalance,
  hue,
  saturation,
  brightness,
  contrast,
  colorize,
  grow,
  blur,
  noise,
  opacity,
  clip,
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

/** All steps, by their coordinate systems. */
export const STEPS = { layer: LAYER, composite: COMPOSITE, reply: REPLY } as const;

/** A step of any row, once what it is asked has been taken of that row's own frame. */
type AnyStep<F> = (picture: Picture, asked: never, frame: F) => Promise<Picture> | Picture;

/** Runs the steps that a frame asks for, in the order of their rows. */
async function run<F, N extends string>(
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

/** A layer as it goes onto the canvas, from the pixels that were read for it. */
function drawLayer(read: Picture, frame: LayerFrame): Promise<Picture> {
  return run(LAYER_STEPS, STEPS.layer, read, frame);
}

/** From the pixels that were read for the base layer to those that are encoded. */
export async function runPipeline(read: Picture, frame: Frame): Promise<Picture> {
  const { composite } = frame;
  const composed = await compose([await drawLayer(read, composite.layers[0])], composite);
  return run(REPLY_STEPS, STEPS.reply, await run(COMPOSITE_STEPS, STEPS.composite, composed, composite), frame);
}
