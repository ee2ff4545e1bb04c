import type { GraphModel } from '@tensorflow/tfjs-converter';
import { once } from '../../../base/once.ts';
import type { Subject } from '../../../model/analysis.ts';
import { packageFile } from '../../../system/package-files.ts';
import type { Picture } from '../../picture.ts';
import { NOTHING, type Detector } from '../detector.ts';
import { clipBox, suppress } from '../network/boxes.ts';
import { missingFor, startRuntime, type Runtime } from '../network/runtime.ts';
import { colorPlanes, fitSide } from '../resample.ts';

/** BlazeFace's "back" model looks at 256 × 256 pixels and answers on two grids: cells a side, anchors a cell. */
const SIDE = 256;
const GRIDS = [
  { cells: 16, anchors: 2 },
  { cells: 8, anchors: 6 },
] as const;
const ANSWERS = ['Identity', 'Identity_1', 'Identity_2', 'Identity_3'] as const;

/** Numbers an anchor: middle, size, and six points of the face. */
const NUMBERS = 16;

/**
 * On 53 photographs that were looked at, what it took for faces in leaves, rocks and shoes scored up to 0.61, faces
 * from 0.73.
 */
const LEAST_SCORE = 0.65;
const SAME = 0.3;
const MOST = 20;

/** The network marks from brows to chin; a face that is cut through at the hair is cut through. Taller upwards. */
const GROWTH = { side: 0.1, up: 0.35, down: 0.1 } as const;

const loadNetwork = once(async (): Promise<readonly [Runtime, GraphModel]> => {
  const runtime = await startRuntime();
  return [runtime, await runtime.load(packageFile('models'), 'blazeface')];
});

/** The place of a picture in the square that the network is shown: scaled, in the upper left corner. */
interface Shown {
  readonly pixels: Float32Array;
  /** Share of the square's sides that the picture takes. */
  readonly width: number;
  readonly height: number;
}

/** Samples of −1…1; padding is gray. */
function show(look: Picture): Shown {
  const { width, height } = fitSide(look, SIDE);
  const planes = colorPlanes(look, { width, height });
  const pixels = new Float32Array(SIDE * SIDE * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        pixels[(y * SIDE + x) * 3 + channel] = (planes[channel]?.[y * width + x] ?? 0) / 127.5 - 1;
      }
    }
  }
  return { pixels, width: width / SIDE, height: height / SIDE };
}

async function ask(pixels: Float32Array): Promise<readonly Float32Array[]> {
  const [{ core }, model] = await loadNetwork();
  const input = core.tensor4d(pixels, [1, SIDE, SIDE, 3]);
  const outputs = model.execute(input, [...ANSWERS]);
  const tensors = Array.isArray(outputs) ? outputs : [outputs];
  const answers = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  core.dispose([...tensors, input]);
  return answers;
}

/** The direction in which a face looks, from its nose between its eyes: in profile the nose lies beyond one of them. */
function looks(numbers: Float32Array): number {
  const [rightEye = 0, leftEye = 0, nose = 0] = [numbers[4], numbers[6], numbers[8]];
  const apart = Math.abs(leftEye - rightEye);
  if (apart === 0) return 0;
  const turn = (nose - (leftEye + rightEye) / 2) / apart;
  return Math.round(Math.max(-1, Math.min(1, turn * 2)) * 100) / 100;
}

function subjectAt(numbers: Float32Array, score: number, x: number, y: number, shown: Shown): Subject | undefined {
  const [dx = 0, dy = 0, width = 0, height = 0] = [...numbers.subarray(0, 4)].map((value) => value / SIDE);
  const [centerX, centerY] = [x + dx, y + dy];
  const box = clipBox(
    (centerX - width * (0.5 + GROWTH.side)) / shown.width,
    (centerY - height * (0.5 + GROWTH.up)) / shown.height,
    (centerX + width * (0.5 + GROWTH.side)) / shown.width,
    (centerY + height * (0.5 + GROWTH.down)) / shown.height,
  );
  return box && { box, score: Math.round(score * 1e4) / 1e4, label: 'face', looks: looks(numbers) };
}

function* faceBoxes(answers: readonly Float32Array[], shown: Shown): Generator<Subject> {
  for (const [i, { cells, anchors }] of GRIDS.entries()) {
    const [scores, boxes] = [answers[i], answers[i + GRIDS.length]];
    for (let at = 0; at < cells * cells * anchors; at++) {
      const score = 1 / (1 + Math.exp(-(scores?.[at] ?? -100)));
      if (score < LEAST_SCORE || !boxes) continue;
      const cell = Math.floor(at / anchors);
      const [x, y] = [((cell % cells) + 0.5) / cells, (Math.floor(cell / cells) + 0.5) / cells];
      const subject = subjectAt(boxes.subarray(at * NUMBERS, (at + 1) * NUMBERS), score, x, y, shown);
      if (subject) yield subject;
    }
  }
}

/** Faces, detected by BlazeFace (Google MediaPipe, Apache-2.0), whose weights are shipped with dmx. */
export const faces: Detector = {
  name: 'faces',
  version: '1',
  missing: () => missingFor(),
  detect: async ({ picture }) => {
    const look = await picture();
    const shown = show(look);
    const subjects = suppress([...faceBoxes(await ask(shown.pixels), shown)], SAME, MOST);
    const [first] = subjects;
    return first ? { confidence: first.score, subjects } : NOTHING;
  },
};
