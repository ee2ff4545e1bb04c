import type { NormalRect } from '../../../model/geometry.ts';
import type { Knot, Outline } from '../../../layout/outline.ts';

type Four = readonly [number, number, number, number];

const bezier = ([a, b, c, d]: Four, t: number): number =>
  (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t ** 2 * c + t ** 3 * d;

/** The places where a cubic Bézier curve turns round along one axis: the roots of its derivative within 0…1. */
function turningPoints([a, b, c, d]: Four): readonly number[] {
  const square = d - 3 * c + 3 * b - a;
  const linear = 2 * (c - 2 * b + a);
  const constant = b - a;
  const root = Math.sqrt(Math.max(0, linear * linear - 4 * square * constant));
  const roots =
    Math.abs(square) < 1e-12
      ? [-constant / linear]
      : [(-linear + root) / (2 * square), (-linear - root) / (2 * square)];
  return roots.filter((t) => t > 0 && t < 1);
}

/** The smallest and the largest value of all curves along one axis. */
function extent(curves: readonly (readonly Knot[])[], axis: 0 | 1): readonly [number, number] {
  let [least, most] = [Infinity, -Infinity];
  const reach = (value: number): void => {
    least = Math.min(least, value);
    most = Math.max(most, value);
  };
  for (const knots of curves) {
    for (const [i, knot] of knots.entries()) {
      const next = knots[(i + 1) % knots.length] ?? knot;
      const four: Four = [knot[1][axis], knot[2][axis], next[0][axis], next[1][axis]];
      reach(four[0]);
      for (const t of turningPoints(four)) reach(bezier(four, t));
    }
  }
  return [least, most];
}

/** The smallest rectangle around a path, in fractions as its knots are. */
export function boundsOf({ curves }: Outline): NormalRect {
  const [left, right] = extent(curves, 0);
  const [top, bottom] = extent(curves, 1);
  return [left, top, right - left, bottom - top];
}
