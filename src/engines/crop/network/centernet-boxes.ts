import type { Subject } from '../../../model/analysis.ts';
import { clipBox } from './boxes.ts';
import type { Answer } from './centernet.ts';
import { CLASS_NAMES } from './class-names.ts';

/** Tells whether a cell is surer of a class than its eight neighbours. */
function isPeak({ classes, width, height }: Answer, x: number, y: number, channel: number, score: number): boolean {
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
      if ((classes[(row * width + column) * CLASS_NAMES.length + channel] ?? 0) > score) return false;
    }
  }
  return true;
}

/** The meaning of the `at`-th answer about classes: a thing, where it is a peak. */
function subjectAt(answer: Answer, at: number, score: number): Subject | undefined {
  const { edges, width, height } = answer;
  const channel = at % CLASS_NAMES.length;
  const cell = (at - channel) / CLASS_NAMES.length;
  const [x, y] = [cell % width, Math.floor(cell / width)];
  if (!isPeak(answer, x, y, channel, score)) return undefined;
  const reach = (edge: number): number => edges[cell * 4 + edge] ?? 0;
  const [left, top] = [(x - reach(0)) / width, (y - reach(1)) / height];
  const box = clipBox(left, top, (x + reach(2)) / width, (y + reach(3)) / height);
  return box && { box, score: Math.round(score * 1e4) / 1e4, label: CLASS_NAMES[channel] ?? 'thing' };
}

/** The things that CenterNet is at least this sure of. */
export function* centernetSubjects(answer: Answer, leastScore: number): Generator<Subject> {
  const { classes } = answer;
  for (let at = 0; at < classes.length; at++) {
    const score = classes[at] ?? 0;
    const subject = score < leastScore ? undefined : subjectAt(answer, at, score);
    if (subject) yield subject;
  }
}
