import type { GraphModel } from '@tensorflow/tfjs-converter';
import type * as Core from '@tensorflow/tfjs-core';
import { once } from '../../../base/once.ts';
import type { Size } from '../../../model/geometry.ts';
import type { Picture } from '../../picture.ts';
import { fileOfPackage } from '../../../system/npm-packages.ts';
import { startRuntime, type Runtime } from './runtime.ts';
import { show, type ShownChannel, SIDE_STEP, shownSize } from './shown.ts';

/** It answers for every fourth pixel. */
const STRIDE = 4;

const RESIZES = ['c5_upsample/up_sampling2d', 'c4_upsample/up_sampling2d_1', 'c3_upsample/up_sampling2d_2'] as const;

/**
 * The outputs that are read of it: its two answers, and what it sees on the way to them at every 16th, 32nd and 4th
 * pixel.
 */
const OUTPUTS = [
  'tower_0/keypoints',
  'tower_0/wh',
  'tower_0/MobilenetV3/expanded_conv_11/add',
  'tower_0/MobilenetV3/expanded_conv_14/add',
  'tower_0/CenternetHead/mul',
] as const;

/** Feature maps, channels interleaved per cell. */
export interface Features extends Size {
  readonly channels: number;
  readonly values: Float32Array;
}

/**
 * The answer of the network: for each of its cells how sure it is that the middle of each class lies there, and how far
 * its edges.
 */
export interface Answer extends Size {
  readonly classes: Float32Array;
  /** Left, top, right, bottom, in cells. */
  readonly edges: Float32Array;
  /**
   * The features that it sees in each cell of 16 × 16 pixels, of 32 × 32, and again of 16 × 16 after all scales were
   * put together.
   */
  readonly features: readonly Features[];
}

/**
 * The package that holds the weights. Their licence is not stated, so dmx does not ship them: users install the package
 * themselves.
 */
export const WEIGHTS_PACKAGE = '@vladmandic/human';

const loadNetwork = once(async (): Promise<readonly [Runtime, GraphModel]> => {
  const runtime = await startRuntime();
  return [runtime, await runtime.load(fileOfPackage(WEIGHTS_PACKAGE, 'models'), 'centernet')];
});

/** Red, green and blue as they are. */
const CHANNELS: readonly ShownChannel[] = [0, 1, 2].map((color) => ({ color, less: 0, divisor: 1 }));

function inputsFor(core: typeof Core, picture: Picture, { width, height }: Size): Record<string, Core.Tensor> {
  const inputs: Record<string, Core.Tensor> = {
    'tower_0/images': core.tensor4d(show(picture, { width, height }, CHANNELS), [1, height, width, 3]),
  };
  // The graph holds the sizes of its three enlargements as constants, for 512 × 512.
  for (const [i, name] of RESIZES.entries()) {
    const step = SIDE_STEP / 2 ** (i + 1);
    inputs[`tower_0/CenternetHead/${name}/mul`] = core.tensor1d([height / step, width / step], 'int32');
  }
  return inputs;
}

async function featuresOf(tensor: Core.Tensor): Promise<Features> {
  const [, height = 0, width = 0, channels = 0] = tensor.shape;
  return { width, height, channels, values: await tensor.data<'float32'>() };
}

/**
 * The answer of CenterNet on MobileNet V3 (github.com/610265158/mobilenetv3_centernet) for a picture. Its weights lie in the package
 * @vladmandic/human, for those who installed it.
 */
export async function askCenternet(picture: Picture): Promise<Answer> {
  const [{ core }, model] = await loadNetwork();
  const { width, height } = shownSize(picture);
  const inputs = inputsFor(core, picture, { width, height });
  const outputs = model.execute(inputs, [...OUTPUTS]);
  const [classes, edges, near, far, joint] = Array.isArray(outputs) ? outputs : [outputs];
  if (!classes || !edges || !near || !far || !joint)
    throw new Error('expected five outputs of the network for objects');
  const pooled = core.avgPool(joint as Core.Tensor4D, STRIDE, STRIDE, 'valid');
  const answer = {
    ...{ width: width / STRIDE, height: height / STRIDE },
    classes: await classes.data<'float32'>(),
    edges: (await edges.data<'float32'>()).map((pixels) => pixels / STRIDE),
    features: await Promise.all([near, far, pooled].map(featuresOf)),
  };
  core.dispose([classes, edges, near, far, joint, pooled, ...Object.values(inputs)]);
  return answer;
}
