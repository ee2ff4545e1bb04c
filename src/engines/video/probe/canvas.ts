import type { Size } from '../../../model/geometry.ts';
import type { ShownSize } from './shown-sizes.ts';

// Sides are whole pixels: sizes that differ by this much in shape show the same.
const SAME_SHAPE = 0.02;

/** Pixels are stretched to squares along the side that grows, so that nothing is lost. */
export function squareSize({ width, height }: Size, aspect: number): Size {
  return aspect >= 1 ? { width: Math.round(width * aspect), height } : { width, height: Math.round(height / aspect) };
}

const shape = ({ width, height }: Size): number => width / height;
const isAlike = (a: Size, b: Size): boolean => Math.abs(shape(a) / shape(b) - 1) <= SAME_SHAPE;

// The first shape is what browsers lay a page out for; another one has to hold for most of the clip to be it instead.
const MOST_SHARE = 2 / 3;

interface Shown extends Size {
  readonly seconds: number;
}

const secondsOf = (all: readonly Shown[]): number => all.reduce((sum, { seconds }) => sum + seconds, 0);

/**
 * The size of a clip whose pictures change theirs: of the shape that it begins with, or that it has for most of the time,
 * as large as the largest of that shape. `sizes`: at least one.
 */
export function canvasOf(sizes: readonly ShownSize[], endSeconds: number): Size {
  const shown = sizes.map(({ seconds, aspect, ...stored }, i): Shown => {
    const until = sizes[i + 1]?.seconds ?? Math.max(endSeconds, seconds);
    return { ...squareSize(stored, aspect), seconds: Math.max(0, until - seconds) };
  });
  const alike = (one: Size): readonly Shown[] => shown.filter((other) => isAlike(one, other));
  const most = shown.find((one) => secondsOf(alike(one)) > secondsOf(shown) * MOST_SHARE) ?? shown[0];
  const [largest = { width: 0, height: 0 }] =
    most === undefined ? [] : alike(most).toSorted((a, b) => b.width * b.height - a.width * a.height);
  return { width: largest.width, height: largest.height };
}
