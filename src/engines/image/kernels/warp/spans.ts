import type { Band } from '../../../../layout/perspective.ts';
import { type Linear, type Point, valueAt } from '../../../../model/recipe/quadrilateral.ts';

/** Columns of a row, the last one not included; none where `to` is not above `from`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Pixels have their centres half a pixel in. */
const CENTRE = 0.5;

/** The columns of row `y` whose centres have at least `least` of a linear function. */
function above([a, b, c]: Linear, least: number, y: number): Span {
  const rest = b * (y + CENTRE) + c - least;
  if (a === 0) return rest >= 0 ? { from: -Infinity, to: Infinity } : { from: 0, to: 0 };
  const column = -rest / a - CENTRE;
  return a > 0 ? { from: Math.ceil(column), to: Infinity } : { from: -Infinity, to: Math.floor(column) + 1 };
}

const both = (a: Span, b: Span): Span => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) });

/** The columns of a row that all sides of a shape leave, `room` pixels or more inside each. */
export function within(sides: readonly Linear[], room: number, y: number, columns: Span): Span {
  return sides.reduce((span, side) => both(span, above(side, room, y)), columns);
}

/** The columns of a row in a band. What two bands have in common is computed alike for both: each pixel is in one. */
export function inBand([a, b, c]: Linear, { from, to }: Band, y: number): Span {
  const rest = b * (y + CENTRE) + c;
  if (a === 0) return from <= rest && rest < to ? { from: -Infinity, to: Infinity } : { from: 0, to: 0 };
  const border = (limit: number): number => {
    const column = (limit - rest) / a - CENTRE;
    return a > 0 ? Math.ceil(column) : Math.floor(column) + 1;
  };
  return a > 0 ? { from: border(from), to: border(to) } : { from: border(to), to: border(from) };
}

/** The sides of a convex shape as distances from them, in pixels, above 0 inside. */
export function sidesOf(shape: readonly Point[]): readonly Linear[] {
  const inside = shape.reduce<Point>(([x, y], [px, py]) => [x + px / shape.length, y + py / shape.length], [0, 0]);
  return shape.map(([x, y], i) => {
    const [toX, toY] = shape[(i + 1) % shape.length] ?? [x, y];
    const length = Math.hypot(toX - x, toY - y);
    const [a, b] = [(y - toY) / length, (toX - x) / length];
    const side: Linear = [a, b, -a * x - b * y];
    return valueAt(side, inside) >= 0 ? side : [-a, -b, a * x + b * y];
  });
}
