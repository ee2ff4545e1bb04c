import { mapTuple } from '../base/map-tuple.ts';
import { RenditionError } from '../model/errors.ts';
import { roundSize, type Size } from '../model/geometry.ts';
import type { Layer } from '../model/recipe/recipe.ts';
import {
  cutBy,
  cutTo,
  type Point,
  pointsOf,
  type Unprojection,
  unprojectionOf,
  valueAt,
} from '../model/recipe/quadrilateral.ts';
import { sameSize } from './reading.ts';
import type { Corners, Perspective, PerspectiveFilter } from '../model/recipe/transforms.ts';

/** A part of the layer, between two lines of equal nearness, that is made from the source at one size. */
export interface Band {
  /** Nearness from this… */
  readonly from: number;
  /** …to below that. */
  readonly to: number;
  /** As large as the source would be if all of it were as large as this part of the layer is. */
  readonly level: Size;
}

/** The way of a source into its layer; in pixels of the layer as it is drawn. */
export interface Warp {
  readonly corners: Corners;
  readonly unprojection: Unprojection;
  readonly interpolation: 'nearest' | 'linear' | 'cubic';
  readonly bands: readonly Band[];
  /** The size at which the source is read: that of its largest level. */
  readonly source: Size;
}

/**
 * From one band to the next the source shrinks to this part in area, 0.84 in length: no pixel is sharper or softer by
 * more than a tenth than it should be, and nobody sees where the next band begins.
 */
const SHRINKING = 2 ** -0.5;
/** Area goes with the third power of nearness: it is the determinant of the projection's slopes. */
const AREA_POWER = 3;
/** A horizon would have them without end; so many reach to where lengths are a 64th of the nearest. */
const MOST_BANDS = 24;
/** Percent of a pixel; what takes less than a quarter of it is a point. */
const LEAST_FOOTPRINT = 25;
const USUAL_FOOTPRINT = 100;

function footprintOf(filter: PerspectiveFilter | undefined): number {
  const percent = filter?.startsWith('R3T') === true ? Number(filter.slice(3)) : USUAL_FOOTPRINT;
  return Math.max(LEAST_FOOTPRINT, percent) / 100;
}

function interpolationOf(filter: PerspectiveFilter | undefined): Warp['interpolation'] {
  return filter === 'R1' ? 'nearest' : filter === 'R2' ? 'linear' : 'cubic';
}

/** Fractions of the source that a pixel around a point takes, across and down: the steepest slope of each. */
function slopesAt({ across, down, nearness }: Unprojection, point: Point): readonly [across: number, down: number] {
  const at = valueAt(nearness, point);
  const slope = (of: Unprojection['across']): number => {
    const share = valueAt(of, point) / at;
    return Math.hypot(of[0] - share * nearness[0], of[1] - share * nearness[1]) / at;
  };
  return [slope(across), slope(down)];
}

function middleOf(shape: readonly Point[]): Point {
  const sum = shape.reduce<Point>(([x, y], point) => [x + point[0], y + point[1]], [0, 0]);
  return [sum[0] / shape.length, sum[1] / shape.length];
}

/** The part of a shape that lies between two lines of equal nearness. */
export function bandOf(
  shape: readonly Point[],
  { nearness: [a, b, c] }: Unprojection,
  { from, to }: Band,
): readonly Point[] {
  const behind = Number.isFinite(from) ? cutBy(shape, [a, b, c - from]) : shape;
  return Number.isFinite(to) ? cutBy(behind, [-a, -b, to - c]) : behind;
}

/** The nearness between bands, of a shape that shows. */
function nearnessesOf(shape: readonly Point[], { nearness }: Unprojection): readonly number[] {
  const limits = shape.map((point) => valueAt(nearness, point));
  const [nearest, farthest] = [Math.max(...limits), Math.min(...limits)];
  const count = Math.ceil((AREA_POWER * Math.log(nearest / farthest)) / -Math.log(SHRINKING));
  const bands = Math.min(MOST_BANDS, Math.max(1, count));
  return Array.from({ length: bands - 1 }, (_, i) => farthest * (nearest / farthest) ** ((i + 1) / bands));
}

function bandsOf(shape: readonly Point[], unprojection: Unprojection, footprint: number, finest: Size): Band[] {
  const limits = [-Infinity, ...nearnessesOf(shape, unprojection), Infinity];
  return limits.slice(1).flatMap((to, i) => {
    const from = limits[i] ?? -Infinity;
    const part = bandOf(shape, unprojection, { from, to, level: finest });
    if (part.length === 0) return [];
    const [across, down] = slopesAt(unprojection, middleOf(part));
    const width = Math.min(finest.width, roundSize(1 / (across * footprint)));
    const height = Math.min(finest.height, roundSize(1 / (down * footprint)));
    return [{ from, to, level: { width, height } }];
  });
}

/** The corners in pixels of a layer drawn at `drawn`, which is `size` in the composite. */
export function cornersOf({ unit, corners }: Perspective, size: Size, drawn: Size): Corners {
  const across = unit === 'normal' ? drawn.width : drawn.width / size.width;
  const down = unit === 'normal' ? drawn.height : drawn.height / size.height;
  return mapTuple(corners, (value, i) => value * (i % 2 === 0 ? across : down));
}

/** The perspective that moves nothing. */
function isWhole(corners: Corners, { width, height }: Size): boolean {
  const whole = [0, 0, width, 0, width, height, 0, height];
  // A millionth of a pixel is what fractions of large pictures are rounded by.
  return corners.every((value, i) => Math.abs(value - (whole[i] ?? 0)) < 1e-6);
}

function nothingShows(): RenditionError {
  return new RenditionError(
    'RENDITION_EMPTY',
    'expected corners of `perspective` around part of the picture, got none',
    {
      hint: 'Move the corners onto the picture: they count from its top left.',
    },
  );
}

/**
 * The way in which `perspective` makes a layer, drawn at `drawn`, of the region of the source; undefined where it changes nothing.
 * Sizes come from the whole layer, so that tiles of it agree. Throws RenditionError (RENDITION_EMPTY).
 */
export function warpOf(
  { perspective, scale = 1 }: Layer,
  { region, size }: { readonly region: Size; readonly size: Size },
  drawn: Size,
): Warp | undefined {
  if (!perspective) return undefined;
  const corners = cornersOf(perspective, size, drawn);
  if (scale === 1 && isWhole(corners, drawn) && sameSize(region, size)) return undefined;
  const unprojection = unprojectionOf(corners);
  const shape = cutTo(pointsOf(corners), { x: 0, y: 0, ...drawn });
  if (shape.length === 0) throw nothingShows();
  const finest = { width: roundSize(region.width * scale), height: roundSize(region.height * scale) };
  const bands = bandsOf(shape, unprojection, footprintOf(perspective.filter), finest);
  const source = {
    width: Math.max(...bands.map(({ level }) => level.width)),
    height: Math.max(...bands.map(({ level }) => level.height)),
  };
  return { corners, unprojection, interpolation: interpolationOf(perspective.filter), bands, source };
}
