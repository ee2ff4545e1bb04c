import type { Rect } from '../model/geometry.ts';
import { cutTo } from '../model/recipe/quadrilateral.ts';
import { type Drawn, inComposite } from './contour.ts';
import type { Point } from './outline.ts';

/** A place of a picture that people point at: a point, or a polygon. Fractions of the upright picture. */
export interface Mark {
  readonly name: string;
  /** One, or three and more. */
  readonly points: readonly Point[];
}

/** Around a polygon that touches an edge rounding leaves slivers, which nobody can point at. Of a picture. */
const LEAST_AREA = 1e-9;

const UNIT: Rect = { x: 0, y: 0, width: 1, height: 1 };

/** The area of a polygon (shoelace formula). */
function areaOf(points: readonly Point[]): number {
  const doubled = points.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(doubled) / 2;
}

function isInside([x, y]: Point, rect: Rect): boolean {
  return x >= rect.x && y >= rect.y && x <= rect.x + rect.width && y <= rect.y + rect.height;
}

/** The part of a mark that lies in a rectangle; nothing where none does. */
function cutMark(points: readonly Point[], rect: Rect): readonly Point[] {
  const [only] = points;
  if (points.length === 1 && only) return isInside(only, rect) ? points : [];
  const left = cutTo(points, rect);
  return areaOf(left) > LEAST_AREA * rect.width * rect.height ? left : [];
}

/**
 * The marks of a layer's source in fractions of a reply, which is a part of the scaled composite: each cut to what the layer
 * shows of its source, then to the reply. Those of which nothing is left are left out.
 */
export function marksIn(reply: Rect, marks: readonly Mark[], drawn: Drawn): readonly Mark[] {
  const { master, geometry, ratio } = drawn;
  const { region } = geometry;
  const shown: Rect = {
    x: region.x / master.width,
    y: region.y / master.height,
    width: region.width / master.width,
    height: region.height / master.height,
  };
  const place = (point: Point): Point => {
    const [x, y] = inComposite(drawn, point);
    return [(x * ratio.across - reply.x) / reply.width, (y * ratio.down - reply.y) / reply.height];
  };
  return marks.flatMap(({ name, points }) => {
    const placed = cutMark(cutMark(points, shown).map(place), UNIT);
    return placed.length === 0 ? [] : [{ name, points: placed }];
  });
}
