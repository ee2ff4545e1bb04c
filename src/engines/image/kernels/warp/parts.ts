import { grown } from '../../../../layout/rect.ts';
import type { Rect, Size } from '../../../../model/geometry.ts';
import { type Point, type Unprojection, valueAt } from '../../../../model/recipe/quadrilateral.ts';

/** Side of the parts that are drawn one by one: what the source has of one, as floats, fits the processor's cache. */
export const TILE = 128;
/** Pixels that the kernel looks at around a place, and one more for what lies on the edge. */
const MARGIN = 3;

/** The parts of a rectangle, `TILE` pixels or less on each side. */
export function* tilesOf({ x, y, width, height }: Rect): Generator<Rect, void, void> {
  for (let top = y; top < y + height; top += TILE) {
    for (let left = x; left < x + width; left += TILE) {
      yield { x: left, y: top, width: Math.min(TILE, x + width - left), height: Math.min(TILE, y + height - top) };
    }
  }
}

export function cornersOf({ x, y, width, height }: Rect): readonly Point[] {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

/** The whole pixels around a shape. */
export function around(shape: readonly Point[]): Rect {
  const [across, down] = [shape.map(([x]) => x), shape.map(([, y]) => y)];
  const [x, y] = [Math.floor(Math.min(...across)), Math.floor(Math.min(...down))];
  return { x, y, width: Math.ceil(Math.max(...across)) - x, height: Math.ceil(Math.max(...down)) - y };
}

/** The source of a shape: pixels of a level of `level`'s size, with all that kernels look at. Lines stay lines. */
export function sourceOf(shape: readonly Point[], { across, down, nearness }: Unprojection, level: Size): Rect {
  const places = shape.map((point): Point => {
    const near = valueAt(nearness, point);
    return [(valueAt(across, point) / near) * level.width, (valueAt(down, point) / near) * level.height];
  });
  return grown(around(places), { across: MARGIN, down: MARGIN });
}
