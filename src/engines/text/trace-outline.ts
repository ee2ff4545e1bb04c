import type { SvgPathCommand } from 'harfbuzzjs';
import type { Size } from '../../model/geometry.ts';
import type { Coverage, Field } from './fill-outline.ts';

/** Places of a glyph's outline in the picture. */
export type Place = (x: number, y: number) => readonly [x: number, y: number];

/** The distance in pixels that a curve may be off where it is drawn as straight edges. */
const TOLERANCE = 0.02;
const MOST_EDGES = 200;

/** Straight edges that a curve between points is drawn as. */
function edgesOf(points: readonly (readonly [number, number])[]): number {
  let bend = 0;
  for (let i = 2; i < points.length; i++) {
    const [a, b, c] = [points[i - 2], points[i - 1], points[i]];
    if (a && b && c) bend = Math.max(bend, Math.hypot(a[0] - 2 * b[0] + c[0], a[1] - 2 * b[1] + c[1]));
  }
  return Math.min(MOST_EDGES, Math.max(1, Math.ceil(Math.sqrt(bend / (4 * TOLERANCE)))));
}

/** The point of a Bézier curve at `t`, by de Casteljau. */
function pointOn(points: readonly (readonly [number, number])[], t: number): readonly [number, number] {
  let left = points;
  while (left.length > 1) {
    left = left.slice(1).map(([x, y], i) => {
      const [fromX, fromY] = left[i] ?? [x, y];
      return [fromX + (x - fromX) * t, fromY + (y - fromY) * t] as const;
    });
  }
  return left[0] ?? [0, 0];
}

/** Hands on the edges of an outline, its curves as straight ones. */
export function traceOutline(outline: readonly SvgPathCommand[], place: Place, edge: Coverage['edge']): void {
  let start: readonly [number, number] = [0, 0];
  let at = start;
  const to = (next: readonly [number, number]): void => {
    edge(at[0], at[1], next[0], next[1]);
    at = next;
  };
  for (const { type, values } of outline) {
    if (type === 'M') {
      to(start);
      start = place(values[0] ?? 0, values[1] ?? 0);
      at = start;
    } else if (type === 'Z') to(start);
    else {
      const points = [at];
      for (let i = 0; i < values.length; i += 2) points.push(place(values[i] ?? 0, values[i + 1] ?? 0));
      const count = points.length === 2 ? 1 : edgesOf(points);
      for (let step = 1; step <= count; step++) to(pointOn(points, step / count));
    }
  }
  to(start);
}

/** The pixels that an outline touches, within a window. */
export function fieldOf(outline: readonly SvgPathCommand[], place: Place, window: Size): Field | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { values } of outline) {
    for (let i = 0; i < values.length; i += 2) {
      const [x, y] = place(values[i] ?? 0, values[i + 1] ?? 0);
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
  }
  const [x, y] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top))];
  const width = Math.min(window.width, Math.ceil(right)) - x;
  const height = Math.min(window.height, Math.ceil(bottom)) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}
