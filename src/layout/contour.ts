import type { Rect, Size } from '../model/geometry.ts';
import type { Path, PictureRecipe } from '../model/recipe.ts';
import type { CompositeGeometry } from './composite.ts';
import { cornersOf } from './perspective.ts';
import { project } from '../model/quadrilateral.ts';
import type { Ratio } from './reach.ts';
import type { Outline, Point } from './outline.ts';

/** A path in pixels of what is drawn of the composite, as SVG writes it. */
export interface Contour {
  readonly d: string;
  /** Whether what lies inside of it stays, or what lies outside. */
  readonly keeps: 'inside' | 'outside';
}

/** What of the composite is drawn, and how large. */
interface Drawn {
  readonly master: Size;
  readonly geometry: CompositeGeometry;
  readonly ratio: Ratio;
  readonly canvas: Rect;
}

/** No more digits than librsvg tells apart: it counts in 256ths of a pixel. */
const digits = (value: number): string => value.toFixed(4);

const onCanvas = ({ ratio, canvas }: Drawn, [x, y]: Point): string =>
  `${digits(x * ratio.across - canvas.x)} ${digits(y * ratio.down - canvas.y)}`;

/**
 * Where a point of the region, in fractions of it, lies in the layer. Points of curves are moved as they are: their ends
 * and the directions there are right, and what lies between is off by less than a perspective is strong.
 */
function inLayer({ perspective }: PictureRecipe, layer: Size, [u, v]: Point): Point {
  return perspective ? project(cornersOf(perspective, layer, layer), [u, v]) : [u * layer.width, v * layer.height];
}

/** Where a point of the upright master, in fractions of it, lies in the composite. */
function inComposite(recipe: PictureRecipe, { master, geometry }: Drawn, [u, v]: Point): Point {
  const { flip, rotate = 0 } = recipe;
  const { region, layer, box } = geometry;
  const part: Point = [(u * master.width - region.x) / region.width, (v * master.height - region.y) / region.height];
  const [left, top] = inLayer(recipe, layer, part);
  const x = left - layer.width / 2;
  const y = top - layer.height / 2;
  const cos = Math.cos((rotate * Math.PI) / 180);
  const sin = Math.sin((rotate * Math.PI) / 180);
  const across = (x * cos - y * sin) * (flip === 'lr' || flip === 'lrud' ? -1 : 1);
  const down = (x * sin + y * cos) * (flip === 'ud' || flip === 'lrud' ? -1 : 1);
  return [box.x + box.width / 2 + across, box.y + box.height / 2 + down];
}

/** What of the scaled composite a reply shows, in its pixels. */
export type Reply = Rect;

/** The paths of the master in fractions of a reply. */
export function outlinesIn(
  reply: Reply,
  recipe: PictureRecipe,
  outlines: readonly Outline[],
  drawn: Drawn,
): readonly Outline[] {
  const place = (point: Point): Point => {
    const [x, y] = inComposite(recipe, drawn, point);
    return [(x * drawn.ratio.across - reply.x) / reply.width, (y * drawn.ratio.down - reply.y) / reply.height];
  };
  return outlines.map((outline) => ({
    ...outline,
    curves: outline.curves.map((knots) =>
      knots.map(([before, at, after]) => [place(before), place(at), place(after)] as const),
    ),
  }));
}

function outlineText(outline: Outline, recipe: PictureRecipe, drawn: Drawn): string {
  const place = (point: Point): string => onCanvas(drawn, inComposite(recipe, drawn, point));
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
    return point ? ` ${onCanvas(drawn, point)}` : '';
  });
  return parts.join('');
}

/** The contours that a recipe clips by; names that no path has are of no effect, as the reference has it. */
export function contoursOf(recipe: PictureRecipe, outlines: readonly Outline[], drawn: Drawn): readonly Contour[] {
  const { clip } = recipe;
  if (!clip) return [];
  const known = (names: readonly string[] = []): readonly string[] =>
    names
      .flatMap((name) => outlines.filter((outline) => outline.name === name).slice(0, 1))
      .map((outline) => outlineText(outline, recipe, drawn));
  const written = (path: Path | undefined): readonly string[] => (path ? [pathText(path, drawn)] : []);
  const inside = [...written(clip.path), ...known(clip.names)];
  const outside = [...written(clip.exceptPath), ...known(clip.exceptNames)];
  return [
    ...inside.map((d) => ({ d, keeps: 'inside' }) as const),
    ...outside.map((d) => ({ d, keeps: 'outside' }) as const),
  ];
}
