import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { Subject } from '../../../model/analysis.ts';
import type { Size } from '../../../model/geometry.ts';
import type { Picture } from '../../picture.ts';
import { NOTHING, type Detector } from '../detector.ts';
import { area, clipBox, suppress } from '../network/boxes.ts';
import { CLASS_NAMES } from '../network/class-names.ts';
import { missingPackages, startRuntime, type Runtime } from '../network/runtime.ts';
import { colorPlanes } from '../resample.ts';

/**
 * What the network is shown, in pixels: 384 × 256, or as many in the picture's own proportions. It was trained at
 * 512 × 512 and there costs 2.7 times as much; on 250 labelled photographs the crops came out equal.
 */
const PIXELS = 384 * 256;

/** The network halves a picture five times; sides are multiples of 2⁵. */
const SIDE_STEP = 32;

/** It answers for every fourth pixel. */
const STRIDE = 4;

/**
 * Boxes of a score this low are still kept. Of what the network was never shown (flowers, tools, insects) it says with
 * little conviction that it is some thing, and mostly in the right place.
 */
const LEAST_SCORE = 0.05;

/** Boxes that share this much are the same thing seen as two classes. */
const SAME = 0.7;
const MOST = 40;

/** A thing smaller than this share of the picture says little of what the picture is about. */
const LEAST_AREA = 0.01;

const RESIZES = ['c5_upsample/up_sampling2d', 'c4_upsample/up_sampling2d_1', 'c3_upsample/up_sampling2d_2'] as const;

let network: Promise<readonly [Runtime, GraphModel]> | undefined;

async function load(): Promise<readonly [Runtime, GraphModel]> {
  const runtime = await startRuntime();
  return [runtime, await runtime.load('centernet')];
}

/** The size a picture is shown in. */
function shownSize({ width, height }: Size): Size {
  const scale = Math.sqrt(PIXELS / (width * height));
  const side = (length: number): number => Math.max(2, Math.round((length * scale) / SIDE_STEP)) * SIDE_STEP;
  // A panorama would grow without end as its short side is held at two steps.
  const most = 16 * SIDE_STEP;
  return { width: Math.min(most, side(width)), height: Math.min(most, side(height)) };
}

function interleave(picture: Picture, size: Size): Float32Array {
  const samples = new Float32Array(size.width * size.height * 3);
  for (const [channel, plane] of colorPlanes(picture, size).entries()) {
    for (let i = 0; i < plane.length; i++) samples[i * 3 + channel] = plane[i] ?? 0;
  }
  return samples;
}

/** What the network says: for each of its cells how sure it is that the middle of each class lies there, and how far its edges. */
interface Answer extends Size {
  readonly classes: Float32Array;
  /** Left, top, right, bottom, in pixels shown. */
  readonly edges: Float32Array;
}

async function ask(picture: Picture): Promise<Answer> {
  network ??= load();
  const [{ core }, model] = await network;
  const { width, height } = shownSize(picture);
  const inputs: Parameters<GraphModel['execute']>[0] = {
    'tower_0/images': core.tensor4d(interleave(picture, { width, height }), [1, height, width, 3]),
  };
  // The graph holds the sizes of its three enlargements as constants, for 512 × 512.
  for (const [i, name] of RESIZES.entries()) {
    const step = SIDE_STEP / 2 ** (i + 1);
    inputs[`tower_0/CenternetHead/${name}/mul`] = core.tensor1d([height / step, width / step], 'int32');
  }
  const outputs = model.execute(inputs, ['tower_0/keypoints', 'tower_0/wh']);
  const tensors = Array.isArray(outputs) ? outputs : [outputs];
  const [classes, edges] = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  core.dispose([...tensors, ...Object.values(inputs)]);
  if (!classes || !edges) throw new Error('expected two answers of the network for objects');
  return { width: width / STRIDE, height: height / STRIDE, classes, edges };
}

/** Whether a cell is surer of a class than its eight neighbours. */
function isPeak({ classes, width, height }: Answer, x: number, y: number, channel: number, score: number): boolean {
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
      if ((classes[(row * width + column) * CLASS_NAMES.length + channel] ?? 0) > score) return false;
    }
  }
  return true;
}

function subjectAt(answer: Answer, x: number, y: number, channel: number): Subject | undefined {
  const { classes, edges, width, height } = answer;
  const cell = y * width + x;
  const score = classes[cell * CLASS_NAMES.length + channel] ?? 0;
  if (score < LEAST_SCORE || !isPeak(answer, x, y, channel, score)) return undefined;
  const reach = (edge: number): number => (edges[cell * 4 + edge] ?? 0) / STRIDE;
  const [left, top] = [(x - reach(0)) / width, (y - reach(1)) / height];
  const box = clipBox(left, top, (x + reach(2)) / width, (y + reach(3)) / height);
  return box && { box, score: Math.round(score * 1e4) / 1e4, label: CLASS_NAMES[channel] ?? 'thing' };
}

function* peaks(answer: Answer): Generator<Subject> {
  for (let y = 0; y < answer.height; y++) {
    for (let x = 0; x < answer.width; x++) {
      for (let channel = 0; channel < CLASS_NAMES.length; channel++) {
        const subject = subjectAt(answer, x, y, channel);
        if (subject) yield subject;
      }
    }
  }
}

/**
 * Things of 80 everyday classes, by CenterNet on MobileNet V3 (github.com/610265158/mobilenetv3_centernet), whose
 * weights lie in the package @vladmandic/human.
 */
export const objects: Detector = {
  name: 'objects',
  version: '1',
  missing: missingPackages,
  detect: async ({ picture }) => {
    const look = await picture();
    const subjects = suppress([...peaks(await ask(look))], SAME, MOST);
    const large = subjects.filter(({ box }) => area(box) > LEAST_AREA);
    return subjects.length === 0 ? NOTHING : { confidence: large[0]?.score ?? LEAST_SCORE, subjects };
  },
};
