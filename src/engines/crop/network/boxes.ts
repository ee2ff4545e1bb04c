import type { Subject } from '../../../model/analysis.ts';
import type { NormalRect } from '../../../model/geometry.ts';

/** Six digits tell pixels of 500,000 apart; more would be noise that is stored. */
const round = (fraction: number): number => Math.round(fraction * 1e6) / 1e6;

/** Clips a box (edges as fractions) to the picture; undefined where they do not overlap. */
export function clipBox(left: number, top: number, right: number, bottom: number): NormalRect | undefined {
  const [x, y] = [Math.max(0, left), Math.max(0, top)];
  const [width, height] = [Math.min(1, right) - x, Math.min(1, bottom) - y];
  return width > 0 && height > 0 ? [round(x), round(y), round(width), round(height)] : undefined;
}

export function area([, , width, height]: NormalRect): number {
  return width * height;
}

export function intersection(a: NormalRect, b: NormalRect): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Shared area over joint area, 0…1. */
function likeness(a: NormalRect, b: NormalRect): number {
  const shared = intersection(a, b);
  return shared / (area(a) + area(b) - shared);
}

/** The most certain of boxes that mean the same thing, at most `most` of them, the most certain first. */
export function suppress(subjects: readonly Subject[], same: number, most: number): readonly Subject[] {
  const kept: Subject[] = [];
  for (const subject of subjects.toSorted((a, b) => b.score - a.score)) {
    if (kept.length === most) break;
    if (kept.every(({ box }) => likeness(box, subject.box) <= same)) kept.push(subject);
  }
  return kept;
}
