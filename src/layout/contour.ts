import type { Rect, Size } from '../model/geometry.ts';
import type { ClippingPath, Path } from '../model/recipe/clipping-path.ts';
import type { FlipMode, Layer } from '../model/recipe/recipe.ts';
import { cornersOf } from './perspective.ts';
import { type LayerGeometry, turnedPoint } from './placing.ts';
import { flipTurn } from './turn.ts';
import { project } from '../model/recipe/quadrilateral.ts';
import type { CompositeScale } from './reach.ts';
import type { Outline, Point } from './outline.ts';

/** A path in pixels of what is drawn of the composite, as SVG writes it. */
export interface Contour {
  readonly d: string;
  /** Which side of the path stays visible. */
  readonly keeps: 'inside' | 'outside';
}

/** The part of the composite that is drawn, and its size; and the layer whose paths are carried to it. */
export interface Drawn {
  readonly master: Size;
  readonly layer: Layer;
  readonly geometry: LayerGeometry;
  readonly flip: FlipMode | undefined;
  readonly ratio: CompositeScale;
  readonly canvas: Rect;
  /** The place in the composite of a point of a path that is written out; absent: where it says. */
  readonly written?: (point: Point) => Point;
}

/** No more digits than librsvg tells apart: it counts in 256ths of a pixel. */
const digits = (value: number): string => value.toFixed(4);

const onCanvas = ({ ratio, canvas }: Drawn, [x, y]: Point): string =>
  `${digits(x * ratio.across - canvas.x)} ${digits(y * ratio.down - canvas.y)}`;

/**
 * The place in the layer of a point of the region, in fractions of it. Points of curves are moved as they are: their ends
 * and the directions there are right, and what lies between is off by less than a perspective is strong.
 */
function inLayer({ perspective }: Layer, layer: Size, [u, v]: Point): Point {
  return perspective ? project(cornersOf(perspective, layer, layer), [u, v]) : [u * layer.width, v * layer.height];
}

/** The place in the composite of a point of the upright master, in fractions of it. */
export function inComposite({ master, layer, geometry, flip }: Drawn, [u, v]: Point): Point {
  const { rotate = 0 } = layer;
  const { region, size, box } = geometry;
  const { mirrorX, mirrorY } = flipTurn(flip);
  const part: Point = [(u * master.width - region.x) / region.width, (v * master.height - region.y) / region.height];
  const [left, top] = inLayer(layer, size, part);
  const [across, down] = turnedPoint([left - size.width / 2, top - size.height / 2], layer.own?.flip, rotate);
  return [box.x + box.width / 2 + across * (mirrorX ? -1 : 1), box.y + box.height / 2 + down * (mirrorY ? -1 : 1)];
}

/** The paths of the master in fractions of a reply, which is a part of the scaled composite. */
export function outlinesIn(reply: Rect, outlines: readonly Outline[], drawn: Drawn): readonly Outline[] {
  const place = (point: Point): Point => {
    const [x, y] = inComposite(drawn, point);
    return [(x * drawn.ratio.across - reply.x) / reply.width, (y * drawn.ratio.down - reply.y) / reply.height];
  };
  return outlines.map((outline) => ({
    ...outline,
    curves: outline.curves.map((knots) =>
      knots.map(([before, at, after]) => [place(before), place(at), place(after)] as const),
    ),
  }));
}

function outlineText(outline: Outline, drawn: Drawn): string {
  const place = (point: Point): string => onCanvas(drawn, inComposite(drawn, point));
  const curves = outline.curves.map((knots) => {
    const parts = knots.map((knot, i) => {
      const next = knots[(i + 1) % knots.length] ?? knot;
      return `C${place(knot[2])} ${place(next[0])} ${place(next[1])}`;
    });
    return `M${knots[0] ? place(knots[0][1]) : '0 0'}${parts.join('')}Z`;
  });
  return curves.join('');
}

/** The letters stay, and the numbers behind each are points. */
function pathText(path: Path, drawn: Drawn): string {
  let held: number | undefined;
  const parts = path.map((item) => {
    if (typeof item === 'string') return item;
    const point: Point | undefined = held === undefined ? undefined : [held, item];
    held = point ? undefined : item;
    return point ? ` ${onCanvas(drawn, drawn.written?.(point) ?? point)}` : '';
  });
  return parts.join('');
}

/** The contours that a composite is clipped by; names that no path has are of no effect, as the reference has it. */
export function contoursOf(
  clip: ClippingPath | undefined,
  outlines: readonly Outline[],
  drawn: Drawn,
): readonly Contour[] {
  if (!clip) return [];
  const known = (names: readonly string[] = []): readonly string[] =>
    names
      .flatMap((name) => outlines.filter((outline) => outline.name === name).slice(0, 1))
      .map((outline) => outlineText(outline, drawn));
  const written = (path: Path | undefined): readonly string[] => (path ? [pathText(path, drawn)] : []);
  const inside = [...written(clip.path), ...known(clip.names)];
  const outside = [...written(clip.exceptPath), ...known(clip.exceptNames)];
  return [
    ...inside.map((d) => ({ d, keeps: 'inside' }) as const),
    ...outside.map((d) => ({ d, keeps: 'outside' }) as const),
  ];
}
