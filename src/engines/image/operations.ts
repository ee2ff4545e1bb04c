import type { OperatedFrame } from '../../layout/frame.ts';
import { OPERATION_STEPS } from '../../layout/steps.ts';
import type { Picture } from '../picture.ts';
import { runSteps } from './run-steps.ts';
import { toBytes } from './source/pixels.ts';
import { blur } from './steps/blur.ts';
import { brightness } from './steps/brightness.ts';
import { colorBalance } from './steps/color-balance.ts';
import { colorize } from './steps/colorize.ts';
import { contrast } from './steps/contrast.ts';
import { grow } from './steps/grow.ts';
import { hue } from './steps/hue.ts';
import { invert } from './steps/invert.ts';
import { noise } from './steps/noise.ts';
import { opacity } from './steps/opacity.ts';
import { saturation } from './steps/saturation.ts';
import { sharpenLayer } from './steps/sharpen.ts';
import type { OperationStep } from './steps/step.ts';
import { unsharpLayer } from './steps/unsharp-mask.ts';

/** Operations on pixels, whatever they are of. */
export const OPERATIONS: { readonly [N in keyof typeof OPERATION_STEPS]: OperationStep<N> } = {
  invert,
  colorBalance,
  hue,
  saturation,
  brightness,
  contrast,
  colorize,
  grow,
  blur,
  sharpenLayer,
  unsharpLayer,
  noise,
  opacity,
};

/** Does what is asked of pixels that are a layer, an effect or the composite. */
export async function operate(picture: Picture, frame: OperatedFrame): Promise<Picture> {
  return toBytes(await runSteps(OPERATION_STEPS, OPERATIONS, picture, frame));
}
