import type { Rect, Size } from '../model/geometry.ts';
import { type Area, cornersOfArea, readMap } from '../model/image-map.ts';
import { cutTo } from '../model/recipe/quadrilateral.ts';
import { type Drawn, inComposite } from './contour.ts';
import type { Point } from './outline.ts';
import { flipTurn } from './turn.ts';

/** A place of a picture that people point at: a point, or a polygon. Fractions of the upright picture. */
export interface Mark {
  readonly name: string;
  /** One, or three and more. */
  readonly points: readonly Point[];
  /** Those of an AREA element that a recipe has written out. */
  readonly attributes?: Area['attributes'];
}

/** The name of all areas of maps. */
const AREA = 'area';
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

/** The part of a mark inside of a rectangle; empty where they do not overlap. */
function cutMark(points: readonly Point[], rect: Rect): readonly Point[] {
  const [only] = points;
  if (points.length === 1 && only) return isInside(only, rect) ? points : [];
  const left = cutTo(points, rect);
  return areaOf(left) > LEAST_AREA * rect.width * rect.height ? left : [];
}

/** The areas of a map, each as a mark in fractions of what it counts in. */
export function marksOfMap(text: string, of: Size): readonly Mark[] {
  return readMap(text).map((area) => ({
    name: AREA,
    points: cornersOfArea(area, of).map(([x, y]) => [x / of.width, y / of.height] as const),
    attributes: area.attributes,
  }));
}

/** Marks in fractions of a rectangle of the composite, in fractions of a reply: cut to both. */
export function marksOn(
  reply: Rect,
  marks: readonly Mark[],
  { rect, ratio, flip }: Pick<Drawn, 'ratio' | 'flip'> & { readonly rect: Rect },
): readonly Mark[] {
  const { mirrorX, mirrorY } = flipTurn(flip);
  const place = ([u, v]: Point): Point => {
    const [x, y] = [mirrorX ? 1 - u : u, mirrorY ? 1 - v : v];
    return [
      ((rect.x + x * rect.width) * ratio.across - reply.x) / reply.width,
      ((rect.y + y * rect.height) * ratio.down - reply.y) / reply.height,
    ];
  };
  return cutMarks(marks, UNIT, place);
}

/** Marks cut to a rectangle, placed, and cut to the reply; those of which nothing is left are left out. */
function cutMarks(marks: readonly Mark[], shown: Rect, place: (point: Point) => Point): readonly Mark[] {
  return marks.flatMap((mark) => {
    const points = cutMark(cutMark(mark.points, shown).map(place), UNIT);
    return points.length === 0 ? [] : [{ ...mark, points }];
  });
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
  return cutMarks(marks, shown, place);
}
