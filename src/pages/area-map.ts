import type { Size } from '../model/geometry.ts';
import type { Hotspot, Marked, PlacedArea, PlacedMark, ZoomTarget } from '../model/hotspots.ts';
import { printAttributes } from '../model/image-map.ts';

/** Side of the icon that stands for a point, in Adobe's example of a hotspot. CSS pixels. */
const ICON = 56;

type Corner = readonly [x: number, y: number];

/** The corners of the part of a picture that reacts; a point is as large as its icon. */
function cornersIn({ points }: Pick<PlacedMark, 'points'>, { width, height }: Size): readonly Corner[] {
  const corners = points.map(([x, y]): Corner => [Math.round(x * width), Math.round(y * height)]);
  const [only] = corners;
  if (corners.length !== 1 || !only) return corners;
  const [x, y] = only;
  const [left, right] = [Math.max(0, x - ICON / 2), Math.min(width, x + ICON / 2)];
  const [top, bottom] = [Math.max(0, y - ICON / 2), Math.min(height, y + ICON / 2)];
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The box around corners. */
function boxOf(corners: readonly Corner[]): Box {
  const [across, down] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return { left: Math.min(...across), top: Math.min(...down), right: Math.max(...across), bottom: Math.max(...down) };
}

/** Tells whether corners are the four of an upright rectangle. */
function isRect(corners: readonly Corner[], { left, top, right, bottom }: Box): boolean {
  const atCorner = ([x, y]: Corner): boolean => (x === left || x === right) && (y === top || y === bottom);
  return corners.length === 4 && corners.every(atCorner) && new Set(corners.map(String)).size === 4;
}

function shapeOf(mark: Pick<PlacedMark, 'points'>, size: Size): readonly [name: string, value: string][] {
  const corners = cornersIn(mark, size);
  const box = boxOf(corners);
  return isRect(corners, box)
    ? [
        ['shape', 'rect'],
        ['coords', [box.left, box.top, box.right, box.bottom].join(',')],
      ]
    : [
        ['shape', 'poly'],
        ['coords', corners.flat().join(',')],
      ];
}

/** `categoryId` as HTML has it in the name of a data attribute: `category-id`. */
const dataName = (variable: string): string =>
  `data-${variable.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}`;

function actionOf({ href, target, quickview = {}, fragment, width, height }: Hotspot) {
  const attributes: readonly (readonly [name: string, value: string | undefined])[] = [
    ['href', href],
    ['target', target],
    ...Object.entries(quickview).map(([name, value]) => [dataName(name), value] as const),
    ['data-fragment', fragment],
    ['data-width', width?.toString()],
    ['data-height', height?.toString()],
  ];
  return attributes.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

/** The attributes of a hotspot; undefined where there is none of that number. */
function attributesOf(place: PlacedMark | PlacedArea, { hotspots = [] }: Marked): PlacedArea['attributes'] | undefined {
  if ('attributes' in place) return place.attributes;
  const hotspot = hotspots[place.index];
  return hotspot && [...actionOf(hotspot), ['alt', hotspot.name] as const];
}

/**
 * The hotspots of a picture of a size (pixels), and the areas of maps, as `AREA` elements of HTML, a line each: what Image
 * Serving answers to `req=map`. A point is as large as its icon.
 */
export function printAreas(marked: Marked, placed: readonly (PlacedMark | PlacedArea)[], size: Size): string {
  const lines = placed.flatMap((place) => {
    const attributes = attributesOf(place, marked);
    return attributes ? [`<area${printAttributes([...shapeOf(place, size), ...attributes])}>\n`] : [];
  });
  return lines.join('');
}

function targetOf(mark: PlacedMark, { label, userData }: ZoomTarget, size: Size, number: number) {
  const { left, top, right, bottom } = boxOf(cornersIn(mark, size));
  return {
    [`Target.${number}.label`]: label,
    [`Target.${number}.rect`]: [left, top, right - left, bottom - top].join(','),
    ...(userData === undefined ? {} : { [`Target.${number}.userData`]: userData }),
  };
}

/**
 * The zoom targets of a picture of a size (pixels) as the properties of Image Serving's `req=targets`, numbered from 1
 * without gaps; `rect` = left,top,width,height.
 */
export function targetProperties(
  { zoomTargets = [] }: Marked,
  placed: readonly PlacedMark[],
  size: Size,
): Readonly<Record<string, string>> {
  const there = placed.flatMap((mark) => {
    const target = zoomTargets[mark.index];
    return target ? [{ mark, target }] : [];
  });
  return Object.assign({}, ...there.map(({ mark, target }, i) => targetOf(mark, target, size, i + 1)));
}
