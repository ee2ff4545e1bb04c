import type { Subject } from '../../../model/analysis.ts';
import type { NormalRect } from '../../../model/geometry.ts';
import { clipBox } from './boxes.ts';
import { CLASS_NAMES } from './class-names.ts';
import type { Scale } from './nanodet.ts';
import { CLASSES, DISTANCES } from './nanodet-weights.ts';

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/**
 * The distance of an edge from the middle of its cell, in cells: the mean of 0, 1, 2 …, each as likely as the network says
 * (Generalized Focal Loss, arxiv.org/abs/2006.04388, section 3.2).
 */
function expectedDistance(likelihoods: Float32Array): number {
  const most = Math.max(...likelihoods);
  let [all, sum] = [0, 0];
  for (const [distance, likelihood] of likelihoods.entries()) {
    const share = Math.exp(likelihood - most);
    all += share;
    sum += share * distance;
  }
  return sum / all;
}

/** The box that the cell at `cell` speaks of, whose answer is `values`. */
function boxAt({ width, height }: Scale, cell: number, values: Float32Array): NormalRect | undefined {
  const [x, y] = [(cell % width) + 0.5, Math.floor(cell / width) + 0.5];
  const edge = (at: number): number => {
    const from = CLASSES + at * DISTANCES;
    return expectedDistance(values.subarray(from, from + DISTANCES));
  };
  return clipBox((x - edge(0)) / width, (y - edge(1)) / height, (x + edge(2)) / width, (y + edge(3)) / height);
}

/** The things that the cells of a scale are at least this sure of; many cells speak of one thing. */
export function* nanodetSubjects(scale: Scale, leastScore: number): Generator<Subject> {
  const { values, width, height } = scale;
  const answer = CLASSES + 4 * DISTANCES;
  const least = Math.log(leastScore / (1 - leastScore));
  for (let cell = 0; cell < width * height; cell++) {
    const own = values.subarray(cell * answer, (cell + 1) * answer);
    for (let channel = 0; channel < CLASSES; channel++) {
      const value = own[channel] ?? -Infinity;
      const box = value < least ? undefined : boxAt(scale, cell, own);
      const label = CLASS_NAMES[channel] ?? 'thing';
      if (box) yield { box, score: Math.round(sigmoid(value) * 1e4) / 1e4, label };
    }
  }
}
