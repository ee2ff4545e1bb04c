import type { Subject } from '../../model/analysis.ts';
import type { NormalRect, Size } from '../../model/geometry.ts';
import { intersection } from './network/boxes.ts';

/**
 * The head within a person's box, as shares of it, centred at its upper edge. A standing person's head is an eighth of
 * the height, that of a sitting or bending one more.
 */
const HEAD = { width: 0.5, height: 0.18 } as const;

/** A box this many times as high as wide in pixels, or more, is of someone upright; where the head of others is, it does not tell. */
const UPRIGHT = 1;

/** A person who takes less of the picture's height than this is a bystander. */
const LEAST_HEIGHT = 0.15;

/** A score below this is not sure to be of a person. */
const LEAST_SCORE = 0.3;

/** A head that is guessed counts half as much as a face that was found. */
const GUESSED = 0.5;

/**
 * The heads of people whose face was not found, because they look away, wear a hat or are small: wide crops would keep their bodies
 * and cut them off at the neck. Guessed from the boxes of people in a picture of this size, as subjects like faces.
 */
export function guessHeads(subjects: readonly Subject[], faces: readonly Subject[], of: Size): readonly Subject[] {
  return subjects
    .filter(({ label, score, box: [, , width, height] }) => {
      return (
        label === 'person' &&
        score >= LEAST_SCORE &&
        height >= LEAST_HEIGHT &&
        height * of.height >= UPRIGHT * width * of.width
      );
    })
    .map(({ score, box: [x, y, width, height] }): Subject => {
      const side = width * HEAD.width;
      const box = [x + (width - side) / 2, y, side, height * HEAD.height] as const;
      return { label: 'head', score: score * GUESSED, box };
    })
    .filter(({ box }) => faces.every((face) => intersection(face.box, box) === 0));
}

/**
 * Tells whether a subject is an estimated head and its window as high as the whole person: that is kept with the person
 * anyway.
 */
export function isHeadAnyway({ label, box }: Subject, window: NormalRect): boolean {
  return label === 'head' && window[3] >= box[3] / HEAD.height;
}
