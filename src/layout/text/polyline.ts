import type { Path } from '../../model/recipe/clipping-path.ts';
import type { Point } from '../outline.ts';

/** Points that are joined by straight lines; a closed one ends where it begins. */
export interface Polyline {
  readonly points: readonly Point[];
  readonly closed: boolean;
}

/** Straight lines that a curve is drawn as: letters do not tell it from more. */
const CURVE_STEPS = 32;

function onCurve([a, b, c, d]: readonly [Point, Point, Point, Point], t: number): Point {
  const u = 1 - t;
  const [wa, wb, wc, wd] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  const mix = (at: 0 | 1): number => a[at] * wa + b[at] * wb + c[at] * wc + d[at] * wd;
  return [mix(0), mix(1)];
}

/** Points of a stroke behind the one that it begins at. */
function strokePoints(from: Point, points: readonly Point[]): readonly Point[] {
  const [b, c, d] = points;
  if (!b || !c || !d) return points;
  return Array.from({ length: CURVE_STEPS }, (_, i) => onCurve([from, b, c, d], (i + 1) / CURVE_STEPS));
}

/** Letters of a path, each with its points. */
function strokesOf(path: Path): readonly { readonly letter: string; readonly points: readonly Point[] }[] {
  const strokes: { letter: string; points: Point[] }[] = [];
  let held: number | undefined;
  for (const item of path) {
    if (typeof item === 'string') strokes.push({ letter: item, points: [] });
    else if (held === undefined) held = item;
    else {
      strokes.at(-1)?.points.push([held, item]);
      held = undefined;
    }
  }
  return strokes;
}

/** The parts of a path in the order in which they are written, their curves as straight lines. */
export function polylinesOf(path: Path): readonly Polyline[] {
  const lines: { points: Point[]; closed: boolean }[] = [];
  for (const { letter, points } of strokesOf(path)) {
    const line = lines.at(-1);
    if (letter === 'M') lines.push({ points: [...points], closed: false });
    else if (letter === 'Z' && line) {
      const [first] = line.points;
      if (first) line.points.push(first);
      line.closed = true;
      if (first) lines.push({ points: [first], closed: false });
    } else if (line) {
      const from = line.points.at(-1);
      if (from) line.points.push(...strokePoints(from, points));
    }
  }
  return lines.filter(({ points }) => points.length > 1);
}

/** A point turned clockwise about 0,0. */
export function turned([x, y]: Point, degrees: number): Point {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [x * cos - y * sin, x * sin + y * cos];
}
