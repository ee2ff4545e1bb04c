import type { Corners } from './transforms.ts';

export type Point = readonly [x: number, y: number];

/** A linear function of a point: x·first + y·second + third. */
export type Linear = readonly [x: number, y: number, rest: number];

export const valueAt = ([a, b, c]: Linear, [x, y]: Point): number => a * x + b * y + c;

export function pointsOf([ax, ay, bx, by, cx, cy, dx, dy]: Corners): readonly [Point, Point, Point, Point] {
  return [
    [ax, ay],
    [bx, by],
    [cx, cy],
    [dx, dy],
  ];
}

/** The sine of the flattest and of the sharpest corner: beyond that it is a line or a triangle, whatever was meant. */
const LEAST_SINE = 0.001;

/** Tells whether corners are those of a convex shape, in either direction around it: mirrored pictures are fine. */
export function isConvex(corners: Corners): boolean {
  const points = pointsOf(corners);
  const sides = points.map(([x, y], i): Point => {
    const [toX, toY] = points[(i + 1) % 4] ?? [x, y];
    return [toX - x, toY - y];
  });
  const sines = sides.map(([x, y], i) => {
    const [nextX, nextY] = sides[(i + 1) % 4] ?? [x, y];
    return (x * nextY - y * nextX) / (Math.hypot(x, y) * Math.hypot(nextX, nextY));
  });
  return sines.every((sine) => sine >= LEAST_SINE) || sines.every((sine) => sine <= -LEAST_SINE);
}

/**
 * From a point to where it comes from: (across, down) / nearness, in fractions of the picture. Nearness is above 0 inside
 * the corners and on the horizon 0.
 */
export interface Unprojection {
  readonly across: Linear;
  readonly down: Linear;
  readonly nearness: Linear;
}

type Matrix = readonly [Linear, Linear, Linear];

/** The square of fractions onto a quadrilateral (Heckbert, "Fundamentals of texture mapping", 1989, §2.2.3). */
function squareTo(corners: Corners): Matrix {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = pointsOf(corners);
  const [dx1, dy1, dx2, dy2] = [x1 - x2, y1 - y2, x3 - x2, y3 - y2];
  const [sx, sy] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const area = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / area;
  const h = (dx1 * sy - sx * dy1) / area;
  return [
    [x1 - x0 + g * x1, x3 - x0 + h * x3, x0],
    [y1 - y0 + g * y1, y3 - y0 + h * y3, y0],
    [g, h, 1],
  ];
}

/** The place to which a point of the picture, in fractions of it, goes. */
export function project(corners: Corners, point: Point): Point {
  const [across, down, third] = squareTo(corners);
  const weight = valueAt(third, point);
  return [valueAt(across, point) / weight, valueAt(down, point) / weight];
}

/** The way back, for all points: the inverse matrix. */
export function unprojectionOf(corners: Corners): Unprojection {
  const [[a, b, c], [d, e, f], [g, h, i]] = squareTo(corners);
  const [m, n, o] = [e * i - f * h, f * g - d * i, d * h - e * g];
  const area = a * m + b * n + c * o;
  const row = (x: number, y: number, rest: number): Linear => [x / area, y / area, rest / area];
  return {
    across: row(m, c * h - b * i, b * f - c * e),
    down: row(n, a * i - c * g, c * d - a * f),
    nearness: row(o, b * g - a * h, a * e - b * d),
  };
}

/** The part of a convex shape that lies where a linear function is not below 0; empty for nothing. */
export function cutBy(shape: readonly Point[], side: Linear): readonly Point[] {
  return shape.flatMap((point, i) => {
    const next = shape[(i + 1) % shape.length] ?? point;
    const [here, there] = [valueAt(side, point), valueAt(side, next)];
    const kept = here >= 0 ? [point] : [];
    if (here >= 0 === there >= 0) return kept;
    const part = here / (here - there);
    return [...kept, [point[0] + (next[0] - point[0]) * part, point[1] + (next[1] - point[1]) * part] as const];
  });
}

/** The part of a convex shape that lies in a rectangle. */
export function cutTo(
  shape: readonly Point[],
  { x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): readonly Point[] {
  const sides: readonly Linear[] = [
    [1, 0, -x],
    [-1, 0, x + width],
    [0, 1, -y],
    [0, -1, y + height],
  ];
  return sides.reduce(cutBy, shape);
}
