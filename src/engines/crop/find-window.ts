import type { Analysis } from '../../model/analysis.ts';
import { askedOf } from '../../model/detectors.ts';
import type { NormalPoint, NormalRect, Rect, Size } from '../../model/geometry.ts';
import type { SmartCrop } from '../../model/recipe/recipe.ts';
import type { SmartCropRecord } from '../../model/rendition.ts';
import { weighEvidence, type Evidence } from './evidence.ts';
import { sumWithin } from './plane.ts';
import { scoreWindow } from './score.ts';
import { windowAround, windowFor, windowSize } from '../../layout/smart-window.ts';

/** A smart crop's window in pixels of the upright master, and what the manifest says of it. */
export interface FoundWindow {
  readonly window: Rect;
  readonly record: Omit<SmartCropRecord, 'name'>;
}

/** Places tried along an axis: windows land within a hundredth of the best place. */
const PLACES = 50;

/** The places tried on each axis where a window may move both ways. */
const PLACES_BOTH = 32;

/** Six digits tell pixels of 500,000 apart and read well. */
const round = (fraction: number): number => Math.round(fraction * 1e6) / 1e6;

/** A rectangle as fractions of the upright master. */
function normalize({ x, y, width, height }: Rect, of: Size): NormalRect {
  return [round(x / of.width), round(y / of.height), round(width / of.width), round(height / of.height)];
}

/** A point given as fractions of `part`, as fractions of the master. */
function lift([x, y]: NormalPoint, part: Rect, of: Size): NormalPoint {
  return [round((part.x + x * part.width) / of.width), round((part.y + y * part.height) / of.height)];
}

/** The middle of all that was found inside a window; undefined where there is nothing. */
function focusWithin({ layers }: Evidence, window: NormalRect): NormalPoint | undefined {
  let [weight, x, y] = [0, 0, 0];
  for (const { weight: own, area, moments } of layers) {
    const factor = own / area.total;
    weight += factor * sumWithin(area, window);
    x += factor * sumWithin(moments[0], window);
    y += factor * sumWithin(moments[1], window);
  }
  return weight <= 0 ? undefined : [round(x / weight), round(y / weight)];
}

/** Places of a side on its length, evenly from end to end, whole pixels. */
function places(length: number, side: number, most: number): readonly number[] {
  const free = length - side;
  const count = Math.min(free, most);
  return count === 0 ? [0] : Array.from({ length: count + 1 }, (_, i) => Math.round((i * free) / count));
}

function* candidates(base: Rect, size: Size): Generator<Rect> {
  const both = base.width > size.width && base.height > size.height;
  const most = both ? PLACES_BOTH : PLACES;
  for (const y of places(base.height, size.height, most)) {
    for (const x of places(base.width, size.width, most)) yield { x: base.x + x, y: base.y + y, ...size };
  }
}

/** The best window of a size inside `base`. Of equals the first is taken, from the upper left. */
function bestWindow(base: Rect, size: Size, of: Size, evidence: Evidence): Rect {
  const whole = normalize(base, of);
  const focus = focusWithin(evidence, whole) ?? lift([0.5, 0.5], base, of);
  let [best, top] = [windowAround(base, size, [0.5, 0.5]), -Infinity];
  for (const window of candidates(base, size)) {
    const score = scoreWindow(normalize(window, of), whole, evidence, focus);
    if (score > top) [best, top] = [window, score];
  }
  return best;
}

/** By whom a window was found: whoever has most to say and is sure of it. */
function foundBy({ layers }: Evidence): string {
  const [first] = layers.toSorted((a, b) => b.weight * b.confidence - a.weight * a.confidence);
  return first?.name ?? 'center';
}

function detected(crop: SmartCrop, base: Rect, of: Size, analysis: Analysis): FoundWindow {
  const size = windowSize(base, crop.ratio, crop.zoom);
  const evidence = weighEvidence(analysis, crop.strategy, of);
  const found = evidence.layers.length > 0;
  const window = found ? bestWindow(base, size, of, evidence) : windowAround(base, size, [0.5, 0.5]);
  const rect = normalize(window, of);
  // Who asks nobody for a subject wants the middle, and has it.
  const confidence = askedOf(crop.strategy).length === 0 ? 1 : Math.round((1 - evidence.unsureness) * 100) / 100;
  const focus = focusWithin(evidence, rect) ?? lift([0.5, 0.5], window, of);
  return { window, record: { rect, focus, by: foundBy(evidence), confidence } };
}

/**
 * The window of a smart crop inside `base`, a part of an upright master of size `of`: a person's rectangle as it is,
 * the largest of its ratio, divided by its zoom, around a person's focus, or the best of that size for the subjects
 * that were found. It depends on nothing else.
 */
export function findWindow(crop: SmartCrop, base: Rect, of: Size, analysis: Analysis): FoundWindow {
  const { override } = crop;
  if (override === undefined) return detected(crop, base, of, analysis);
  const window = windowFor(crop, base, of);
  const focus: NormalPoint =
    'rect' in override ? lift([0.5, 0.5], window, of) : [round(override.focus[0]), round(override.focus[1])];
  return { window, record: { rect: normalize(window, of), focus, by: 'manual', confidence: 1 } };
}
