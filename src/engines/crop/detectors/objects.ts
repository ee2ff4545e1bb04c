import type { Subject } from '../../../model/analysis.ts';
import type { Detector } from '../detector.ts';
import { readAttention } from '../network/attention.ts';
import { area, clipBox, suppress } from '../network/boxes.ts';
import { askCenternet, type Answer, WEIGHTS_PACKAGE } from '../network/centernet.ts';
import { CLASS_NAMES } from '../network/class-names.ts';
import { missingFor } from '../network/runtime.ts';
import { toSubjectMap } from '../subject-map.ts';

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

/**
 * A thing without a name is never as sure as what was recognised. Of 860 labelled photographs one in twenty is unsure
 * then.
 */
const MOST_SURE = 0.3;

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

function peaks(answer: Answer): readonly Subject[] {
  const found: Subject[] = [];
  const { classes } = answer;
  for (let at = 0; at < classes.length; at++) {
    const score = classes[at] ?? 0;
    const subject = score < LEAST_SCORE ? undefined : subjectAt(answer, at, score);
    if (subject) found.push(subject);
  }
  return found;
}

/**
 * Things of 80 everyday classes, by CenterNet on MobileNet V3 (github.com/610265158/mobilenetv3_centernet), whose
 * weights lie in the package @vladmandic/human for those who installed it, and where there are things at all, of whatever class, by what that
 * network sees on its way.
 */
export const objects: Detector = {
  name: 'objects',
  version: '2',
  missing: () => missingFor(WEIGHTS_PACKAGE),
  detect: async ({ picture }) => {
    const answer = await askCenternet(await picture());
    const subjects = suppress(peaks(answer), SAME, MOST);
    const attention = readAttention(answer.features);
    const large = subjects.find(({ box }) => area(box) > LEAST_AREA);
    const confidence = Math.max(large?.score ?? 0, MOST_SURE * attention.confidence);
    return { confidence: Math.round(confidence * 1e4) / 1e4, subjects, map: toSubjectMap(attention.plane) };
  },
};
