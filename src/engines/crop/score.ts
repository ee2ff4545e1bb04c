import type { Subject } from '../../model/analysis.ts';
import type { NormalPoint, NormalRect } from '../../model/geometry.ts';
import { shareInside, type Evidence } from './evidence.ts';
import { isHeadAnyway } from './heads.ts';
import { shareWithin } from './plane.ts';

/*
 * How good a window is. Everything is in fractions of the upright master; the best of all candidates is taken.
 *
 *   score = Σ weight · share(window)      what each detector found, and how much of that the window keeps
 *         + 0.06 · whole − 0.15 · cut     faces kept whole, and faces cut through, the prominent ones first
 *         − 0.03 · headroom               a face's hair at the upper edge
 *         + 0.02 · looking                room in front of a face that looks aside
 *         − 0.02 · balance                the subject off the window's middle: nothing it has lies at the edge
 *         − (0.01 + 0.04 · unsureness²) · aim    the window off the picture's middle: what photographers aimed at
 *         + 0.004 · thirds                the subject on a third, where all else is equal
 *
 * The first line decides wherever something was found; its weights come from the strategy (see `weighEvidence`). The
 * others are smaller by their factors and choose among windows that keep about as much: a face is not kept whole at the
 * price of half its owner.
 */
const WHOLE_FACES = 0.06;
const CUT_FACES = 0.15;
const HEADROOM = 0.03;
const LOOKING = 0.02;
const BALANCE = 0.02;
const AIM = { least: 0.01, unsure: 0.04 } as const;
const THIRDS = 0.004;

/** Faces with less than this inside are outside, with more than its complement whole: boxes are no better than that. */
const SLIVER = 0.03;

/** A face whose sides are a tenth of the picture's is a main matter; what is smaller counts by its sides. */
const MAIN_FACE = 0.1;

/** Wanted above a face's box, which holds the hair already, in heights of the face. */
const AIR = 0.25;

const prominence = ({ score, box }: Subject): number => score * Math.sqrt(box[2] * box[3]);

/**
 * The gain of faces that are kept whole, and the loss of those that are cut through, each by its share of all
 * prominence.
 */
function scoreFaces(faces: readonly Subject[], window: NormalRect): number {
  let [sum, total] = [0, 0];
  for (const face of faces) {
    if (isHeadAnyway(face, window)) continue;
    const share = shareInside(face.box, window);
    const weight = prominence(face);
    total += weight;
    if (share >= 1 - SLIVER) sum += WHOLE_FACES * weight;
    else if (share > SLIVER) sum -= CUT_FACES * weight;
  }
  return total === 0 ? 0 : (sum / total) * Math.min(1, total / MAIN_FACE);
}

/** The most prominent of the faces that are kept whole. A guessed head has its air already, and looks nowhere. */
function mainFace(faces: readonly Subject[], window: NormalRect): Subject | undefined {
  let main: Subject | undefined;
  for (const face of faces) {
    if (face.label !== 'face' || shareInside(face.box, window) < 1 - SLIVER) continue;
    if (!main || prominence(face) > prominence(main)) main = face;
  }
  return main;
}

/** The share of air that is missing above the main face although the picture has it, 0…1. */
function missingAir({ box: [, y, , height] }: Subject, [, top]: NormalRect): number {
  const wanted = Math.min(y, AIR * height);
  return wanted === 0 ? 0 : Math.max(0, 1 - (y - top) / wanted);
}

/** Tells whether there is more room in front of the main face than behind it, −1…1. */
function roomAhead({ box: [x, , width], looks = 0 }: Subject, [left, , across]: NormalRect): number {
  const middle = (x + width / 2 - left) / across;
  return looks * (1 - 2 * middle);
}

/** The distance of the subject's middle from the window's, 0 = in it, 1 = at an edge; beyond, it cannot get worse. */
function offBalance([x, y]: NormalPoint, [left, top, width, height]: NormalRect): number {
  const across = Math.min(1, Math.abs(((x - left) / width) * 2 - 1));
  const down = Math.min(1, Math.abs(((y - top) / height) * 2 - 1));
  return across ** 2 + down ** 2;
}

/** The nearness of the subject's middle to a third of the window, 0…1. */
function onThird([x, y]: NormalPoint, [left, top, width, height]: NormalRect): number {
  const near = (at: number): number => 1 - Math.min(1, Math.min(Math.abs(at - 1 / 3), Math.abs(at - 2 / 3)) * 3);
  return (near((x - left) / width) + near((y - top) / height)) / 2;
}

/** The distance of a window from the middle of where it may lie, 0…2: a square for each axis, 1 = at the end. */
function offAim(window: NormalRect, base: NormalRect): number {
  const axis = (at: number, side: number, from: number, length: number): number =>
    length - side < 1e-9 ? 0 : ((2 * (at - from)) / (length - side) - 1) ** 2;
  return axis(window[0], window[2], base[0], base[2]) + axis(window[1], window[3], base[1], base[3]);
}

/** The score of a window inside `base`, where the subject's middle lies at `focus`. See above. */
export function scoreWindow(window: NormalRect, base: NormalRect, evidence: Evidence, focus: NormalPoint): number {
  const { layers, faces, unsureness } = evidence;
  const kept = layers.reduce((sum, { weight, area }) => sum + weight * shareWithin(area, window), 0);
  const face = mainFace(faces, window);
  return (
    kept +
    scoreFaces(faces, window) -
    (face ? HEADROOM * missingAir(face, window) - LOOKING * roomAhead(face, window) : 0) -
    BALANCE * (1 - unsureness) * offBalance(focus, window) -
    (AIM.least + AIM.unsure * unsureness ** 2) * offAim(window, base) +
    THIRDS * onThird(focus, window)
  );
}
