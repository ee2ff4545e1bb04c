import type { NormalPoint, NormalRect } from './geometry.ts';

/** The place of a hotspot on the upright master: a point with an icon, a rectangle or a polygon; one of the three. */
export interface HotspotPlace {
  readonly at?: NormalPoint;
  readonly area?: NormalRect;
  /** Three corners or more. */
  readonly polygon?: readonly NormalPoint[];
}

/** The answer of a page to a choice: one of `quickview`, `href` and `fragment`. */
export interface ChosenAction {
  /** Variables that the page is handed, `sku` among them. */
  readonly quickview?: Readonly<Record<string, string>>;
  /** An address: http, https, mailto, tel, or relative. */
  readonly href?: string;
  /** The window that `href` opens in, as HTML has it. */
  readonly target?: string;
  /** Address of a part of a page that is laid over this one. */
  readonly fragment?: string;
  /** Size of the fragment. CSS pixels. */
  readonly width?: number;
  readonly height?: number;
}

/** A place of a picture that does something when it is chosen. */
export interface Hotspot extends HotspotPlace, ChosenAction {
  /** Its name for people, which assistive technology reads out. */
  readonly name: string;
}

/** A part of a picture that viewers zoom to by its name. */
export interface ZoomTarget {
  readonly label: string;
  /** Rectangle in fractions of the upright master. */
  readonly rect: NormalRect;
  /** Handed to the page as it is. */
  readonly userData?: string;
}

/** Points of a rendition, in fractions of it. */
type Points = readonly (readonly [x: number, y: number])[];

/** The place of a hotspot or zoom target in one rendition; those that it does not show are left out. */
export interface PlacedMark {
  /** The number of the hotspot or zoom target among those of its asset, from 0. */
  readonly index: number;
  /** One point, or the corners of the part that shows. Fractions of the rendition. */
  readonly points: Points;
}

/** The place of an area of a map in one rendition, as it shows there. */
export interface PlacedArea {
  /** Attributes of its AREA element, except shape and coords. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly points: Points;
}

/** The places of everything that is marked in a picture. */
export interface PlacedMarks {
  readonly hotspots: readonly PlacedMark[];
  readonly zoomTargets: readonly PlacedMark[];
}

/** The marks of a picture, as a person wrote them down. */
export interface Marked {
  readonly hotspots?: readonly Hotspot[];
  readonly zoomTargets?: readonly ZoomTarget[];
}

/** Tells whether anything is marked. */
export function isMarked({ hotspots, zoomTargets }: Marked): boolean {
  return (hotspots ?? zoomTargets) !== undefined;
}

/** The corners of a rectangle, clockwise from its top left. */
export function cornersOfRect([x, y, width, height]: NormalRect): readonly NormalPoint[] {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

/** The points of a hotspot's place on the upright master: one, or three and more. */
export function pointsOfPlace({ at, area, polygon }: HotspotPlace): readonly NormalPoint[] {
  if (at) return [at];
  return polygon ?? (area ? cornersOfRect(area) : []);
}
