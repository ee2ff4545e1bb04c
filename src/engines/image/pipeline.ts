import type { Picture } from '../picture.ts';
import type { Frame } from '../../layout/frame.ts';
import { blur } from './steps/blur.ts';
import { brightness } from './steps/brightness.ts';
import { clip } from './steps/clip.ts';
import { colorBalance } from './steps/color-balance.ts';
import { colorize } from './steps/colorize.ts';
import { contrast } from './steps/contrast.ts';
import { cut } from './steps/cut.ts';
import { extend } from './steps/extend.ts';
import { fill } from './steps/fill.ts';
import { flatten } from './steps/flatten.ts';
import { flip } from './steps/flip.ts';
import { grow } from './steps/grow.ts';
import { hue } from './steps/hue.ts';
import { invert } from './steps/invert.ts';
import { noise } from './steps/noise.ts';
import { opacity } from './steps/opacity.ts';
import { perspective } from './steps/perspective.ts';
import { place } from './steps/place.ts';
import { quantize } from './steps/quantize.ts';
import { replyMask } from './steps/reply-mask.ts';
import { rotate } from './steps/rotate.ts';
import { saturation } from './steps/saturation.ts';
import { sharpen } from './steps/sharpen.ts';
import type { Step } from './steps/step.ts';
import { underColor } from './steps/under-color.ts';
import { unsharpMask } from './steps/unsharp-mask.ts';

/**
 * What happens to a rendition's pixels after its region was read at its scale, in the order of the reference (B.1, B.6);
 * the order of commands in a preset says nothing.
 */
export const STEPS = {
  perspective,
  underColor,
  flip,
  rotate,
  extend,
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
  place,
  sharpen,
  unsharpMask,
  cut,
  replyMask,
  flatten,
  quantize,
} as const satisfies Readonly<Record<string, Step>>;

/** From the pixels that were read to those that are encoded. */
export async function runPipeline(picture: Picture, frame: Frame): Promise<Picture> {
  let current = picture;
  for (const step of Object.values<Step>(STEPS)) current = await step(current, frame);
  return current;
}
