import type * as Core from '@tensorflow/tfjs-core';
import { once } from '../../../base/once.ts';
import type { Size } from '../../../model/geometry.ts';
import type { Picture } from '../../picture.ts';
import { readNanodetWeights, STAGES, type Weights } from './nanodet-weights.ts';
import { startRuntime } from './runtime.ts';
import { show, type ShownChannel, shownSize } from './shown.ts';

type Tensor = Core.Tensor4D;

/** The channels in the order of OpenCV, less the mean of ImageNet's pictures and in its deviations, as NanoDet was trained. */
const CHANNELS: readonly ShownChannel[] = [
  { color: 2, less: 103.53, divisor: 57.375 },
  { color: 1, less: 116.28, divisor: 57.12 },
  { color: 0, less: 123.675, divisor: 58.395 },
];

/** The slope of its rectifiers below 0. */
const LEAK = 0.1;

/** The answer of the network on one scale, cell by cell (see `nanodet-weights.ts`), before any sigmoid. */
export interface Scale extends Size {
  readonly values: Float32Array;
}

interface Layer {
  readonly kernel: Tensor;
  readonly biases: Core.Tensor1D;
  readonly pad: number;
}

interface Network {
  readonly core: typeof Core;
  readonly layers: readonly Layer[];
}

function toLayer(core: typeof Core, { kernel, biases, side, from, to }: Weights): Layer {
  return { kernel: core.tensor4d(kernel, [side, side, from, to]), biases: core.tensor1d(biases), pad: (side - 1) / 2 };
}

const loadNetwork = once(async (): Promise<Network> => {
  const { core } = await startRuntime();
  const layers: Layer[] = [];
  for await (const weights of readNanodetWeights()) layers.push(toLayer(core, weights));
  return { core, layers };
});

/** The convolutions of the network, one after the other as the table has them. */
class Convolutions {
  readonly core: typeof Core;
  readonly #layers: Iterator<Layer>;

  constructor({ core, layers }: Network) {
    this.core = core;
    this.#layers = layers.values();
  }

  /** The next convolution alone, or with a rectifier. */
  next(x: Tensor, { strides = 1, rectified = true } = {}): Tensor {
    const { value, done } = this.#layers.next();
    if (done) throw new Error('expected no more convolutions than the network has');
    const { kernel: filter, biases: bias, pad } = value;
    const activation = rectified ? ({ activation: 'leakyrelu', leakyreluAlpha: LEAK } as const) : {};
    return this.core.fused.conv2d({ x, filter, bias, strides, pad, ...activation });
  }
}

interface Stage {
  readonly pairs: number;
  readonly strides: number;
}

/** A stage of the backbone (CSPNet): one branch runs through the pairs of convolutions, the other one bypasses them. */
function stage(net: Convolutions, x: Tensor, { pairs, strides }: Stage): Tensor {
  const { core } = net;
  return core.tidy(() => {
    const past = net.next(x, { strides });
    let through = past;
    for (let i = 0; i < pairs; i++) {
      const first = net.next(through);
      through = core.concat([net.next(first), first], 3);
    }
    return core.concat([net.next(through), past], 3);
  });
}

/** The features that the backbone sees, in cells of 8, 16 and 32 pixels a side. */
function backbone(net: Convolutions, image: Tensor): readonly Tensor[] {
  let x = net.core.tidy(() => net.core.maxPool(net.next(image, { strides: 2 }), 3, 2, 1));
  return STAGES.map(({ pairs }, i) => (x = stage(net, x, { pairs, strides: i === 0 ? 1 : 2 }))).slice(1);
}

/** The scales put together (PAN): to each is added the one below it, and then, from the finest on, the one above. */
function neck({ core }: Convolutions, [fine, middle, coarse]: readonly [Tensor, Tensor, Tensor]): readonly Tensor[] {
  const plus = (one: Tensor, other: Tensor): Tensor => {
    const [, height, width] = one.shape;
    return core.add(one, core.image.resizeBilinear(other, [height, width], false, true));
  };
  const middleDown = plus(middle, coarse);
  const fineDown = plus(fine, middleDown);
  const middleUp = plus(middleDown, fineDown);
  return [fineDown, middleUp, plus(coarse, middleUp)];
}

function answers(net: Convolutions, image: Tensor): readonly Tensor[] {
  const [fine, middle, coarse] = backbone(net, image).map((x) => net.next(x, { rectified: false }));
  if (!fine || !middle || !coarse) throw new Error('expected three scales');
  return neck(net, [fine, middle, coarse]).map((x) => net.next(net.next(x), { rectified: false }));
}

/** The answer of NanoDet-g (github.com/RangiLyu/nanodet, Apache-2.0) for a picture, on scales of 8, 16 and 32 pixels a cell. */
export async function askNanodet(picture: Picture): Promise<readonly Scale[]> {
  const loaded = await loadNetwork();
  const { core } = loaded;
  const size = shownSize(picture);
  const tensors = core.tidy(() => {
    const image = core.tensor4d(show(picture, size, CHANNELS), [1, size.height, size.width, 3]);
    return [...answers(new Convolutions(loaded), image)];
  });
  const read = async (tensor: Tensor): Promise<Scale> => {
    const [, height, width] = tensor.shape;
    return { width, height, values: await tensor.data<'float32'>() };
  };
  const scales = await Promise.all(tensors.map(read));
  core.dispose(tensors);
  return scales;
}
