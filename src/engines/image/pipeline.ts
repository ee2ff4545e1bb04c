import type { Picture } from '../picture.ts';
import type { Frame } from './frame.ts';
import { cut } from './steps/cut.ts';
import { extend } from './steps/extend.ts';
import { fill } from './steps/fill.ts';
import { flatten } from './steps/flatten.ts';
import { flip } from './steps/flip.ts';
import { place } from './steps/place.ts';
import { quantize } from './steps/quantize.ts';
import { replyMask } from './steps/reply-mask.ts';
import { rotate } from './steps/rotate.ts';
import { sharpen } from './steps/sharpen.ts';
import type { Step } from './steps/step.ts';
import { underColor } from './steps/under-color.ts';
import { unsharpMask } from './steps/unsharp-mask.ts';

/**
 * What happens to a rendition's pixels after its region was read at its scale, in the order of the reference (B.1, B.6);
 * the order of commands in a preset says nothing.
 */
const STEPS: readonly Step[] = [
  underColor,
  flip,
  rotate,
  extend,
  fill,
  place,
  sharpen,
  unsharpMask,
  cut,
  replyMask,
  flatten,
  quantize,
];

/** From the pixels that were read to those that are encoded. */
export async function runPipeline(picture: Picture, frame: Frame): Promise<Picture> {
  let current = picture;
  for (const step of STEPS) current = await step(current, frame);
  return current;
}
