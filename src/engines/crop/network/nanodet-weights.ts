import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageFile } from '../../../system/package-files.ts';

/** A convolution: pixels a side of its kernel, channels that it takes, channels that it gives. */
interface Shape {
  readonly side: number;
  readonly from: number;
  readonly to: number;
}

/** The weights of a convolution; its kernel as rows, columns, channels taken, channels given. */
export interface Weights extends Shape {
  readonly kernel: Float32Array;
  readonly biases: Float32Array;
}

/** Numbers that the network answers for a cell: those of 80 classes, and of 11 distances to each of four edges. */
export const CLASSES = 80;
export const DISTANCES = 11;
const ANSWER = CLASSES + 4 * DISTANCES;

/** Channels that the three scales have where they meet. */
const MEETING = 128;

const square = (from: number, to: number): Shape => ({ side: 3, from, to });
const single = (from: number, to: number): Shape => ({ side: 1, from, to });

/** The stages of the backbone: channels that each takes, which it gives twice, and pairs of convolutions in it. */
export const STAGES = [
  { channels: 32, pairs: 1 },
  { channels: 64, pairs: 2 },
  { channels: 128, pairs: 2 },
  { channels: 256, pairs: 3 },
] as const;

function stageShapes({ channels, pairs }: (typeof STAGES)[number]): readonly Shape[] {
  const half = channels / 2;
  const pair = [square(channels, half), square(half, half)];
  const around = square(channels, channels);
  return [around, ...Array.from({ length: pairs }, () => pair).flat(), around];
}

const HEAD = [square(MEETING, MEETING), single(MEETING, ANSWER)];

/** THE TABLE of convolutions of NanoDet-g, in the order of the file. */
const SHAPES: readonly Shape[] = [
  square(3, 32),
  ...STAGES.flatMap(stageShapes),
  ...STAGES.slice(1).map(({ channels }) => single(2 * channels, MEETING)),
  ...[HEAD, HEAD, HEAD].flat(),
];

/** The kernel whose weights are signed bytes, each times the scale of its channel given. */
function readKernel(bytes: Int8Array, scales: Float32Array): Float32Array {
  const kernel = new Float32Array(bytes.length);
  for (let at = 0; at < kernel.length;) {
    for (let channel = 0; channel < scales.length; channel++, at++) {
      kernel[at] = (bytes[at] ?? 0) * (scales[channel] ?? 0);
    }
  }
  return kernel;
}

/**
 * The weights of NanoDet-g, which lie in the package (`models/README.md`), one convolution after the other: floats for the biases and
 * the scales of its channels given, then its kernel.
 */
export async function* readNanodetWeights(): AsyncGenerator<Weights, void, undefined> {
  const { buffer, length } = new Uint8Array(await readFile(join(packageFile('models'), 'nanodet.bin')));
  let at = 0;
  for (const shape of SHAPES) {
    const { side, from, to } = shape;
    const biases = new Float32Array(buffer, at, to);
    const scales = new Float32Array(buffer, at + 4 * to, to);
    const bytes = new Int8Array(buffer, at + 8 * to, side * side * from * to);
    yield { ...shape, kernel: readKernel(bytes, scales), biases };
    at += 8 * to + bytes.length;
  }
  if (at !== length) throw new Error(`expected ${at} bytes of weights, got ${length}`);
}
