import { RenditionError } from '../model/errors.ts';
import type { EmbeddedPath } from '../model/asset.ts';
import { type NormalRect, type Rect, roundSize, type Size, toPixels } from '../model/geometry.ts';
import type { Layer, Margins, MasterTreatment, SmartCrop } from '../model/recipe/recipe.ts';
import type { SourceCrop } from '../model/recipe/transforms.ts';

/** What margins leave of a picture, maybe nothing: a width or height of 0 and below. */
export function withinMargins({ width, height }: Size, margins: Margins | undefined): Rect {
  const { top, right, bottom, left } = margins ?? { top: 0, right: 0, bottom: 0, left: 0 };
  return { x: left, y: top, width: width - left - right, height: height - top - bottom };
}

/** A width or height of 0 is all that is left of the picture. */
function sized({ unit, x, y, width, height }: SourceCrop, base: Size): SourceCrop {
  const all = unit === 'pixel' ? base : { width: 1, height: 1 };
  return { unit, x, y, width: width === 0 ? all.width - x : width, height: height === 0 ? all.height - y : height };
}

/** Both edges are rounded, so that windows that touch in fractions touch in pixels; unlike `toPixels` it may overhang. */
export function cropped(base: Rect, crop: SourceCrop): Rect {
  const { unit, x, y, width, height } = sized(crop, base);
  if (unit === 'pixel') return { x: base.x + x, y: base.y + y, width, height };
  const edge = (fraction: number, length: number): number => Math.floor(fraction * length + 0.5);
  const left = edge(x, base.width);
  const top = edge(y, base.height);
  return {
    x: base.x + left,
    y: base.y + top,
    width: Math.max(1, edge(x + width, base.width) - left),
    height: Math.max(1, edge(y + height, base.height) - top),
  };
}

/**
 * The window a smart crop has before anyone looked for the subject: what a person set, else the largest of its ratio,
 * divided by its zoom, in the middle. Its size is that of the one found.
 */
function centredWindow({ ratio: [w, h], zoom, override }: SmartCrop, base: Rect, master: Size): Rect {
  if (override && 'rect' in override) return toPixels(override.rect, master);
  const scale = Math.min(base.width / w, base.height / h) / zoom;
  const width = Math.min(base.width, roundSize(w * scale));
  const height = Math.min(base.height, roundSize(h * scale));
  const x = base.x + Math.floor((base.width - width) / 2);
  const y = base.y + Math.floor((base.height - height) / 2);
  return { x, y, width, height };
}

function overlaps(region: Rect, { width, height }: Size): boolean {
  return region.x < width && region.y < height && region.x + region.width > 0 && region.y + region.height > 0;
}

function empty(region: Size, master: Size): RenditionError {
  const got = `${region.width}×${region.height}`;
  return new RenditionError(
    'RENDITION_EMPTY',
    `expected a crop that leaves pixels of a ${master.width}×${master.height} master, got ${got} beside it`,
    { hint: 'Make the crop smaller, or give these masters another profile.' },
  );
}

/** A master as far as it decides about geometry. */
export interface Origin extends Size {
  /** Absent where it brings none, or is the reply to a request. */
  readonly paths?: readonly EmbeddedPath[];
}

/** The whole pixels that a box in fractions touches. */
function boxOf([x, y, width, height]: NormalRect, of: Size): Rect {
  const [left, top] = [Math.floor(x * of.width), Math.floor(y * of.height)];
  return {
    x: left,
    y: top,
    width: Math.ceil((x + width) * of.width) - left,
    height: Math.ceil((y + height) * of.height) - top,
  };
}

function shared(a: Rect, b: Rect): Rect {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return {
    x,
    y,
    width: Math.min(a.x + a.width, b.x + b.width) - x,
    height: Math.min(a.y + a.height, b.y + b.height) - y,
  };
}

/** What a region and the boxes around paths have in common; undefined for nothing. */
function croppedToPaths(region: Rect, names: readonly string[], master: Origin): Rect | undefined {
  const paths = names.flatMap((name) => master.paths?.find((path) => path.name === name) ?? []);
  const rest = paths.reduce((left, { bounds }) => shared(left, boxOf(bounds, master)), region);
  return rest.width > 0 && rest.height > 0 ? rest : undefined;
}

/** What a picture is cut from: a master with what its profile says of it, or the reply to a request. */
export interface RegionOrigin {
  readonly picture: Origin;
  readonly treatment?: MasterTreatment;
  /** That of the smart crop, where it has been found; without it that counts as centred. */
  readonly window?: Rect;
}

/** What a master has within its margins. Throws RenditionError (RENDITION_EMPTY) for nothing. */
export function marginRegion(master: Size, margins: Margins | undefined): Rect {
  const base = withinMargins(master, margins);
  if (base.width <= 0 || base.height <= 0) throw empty(base, master);
  return base;
}

/**
 * The part of the upright master that a layer is made of, in whole master pixels: margins, then the smart crop's window,
 * then `crop` or `cropN`, which may overhang, then `cropPathE`. Throws RenditionError (RENDITION_EMPTY) where no pixel of
 * the master is left.
 */
export function sourceRegion({ crop, cropPaths }: Pick<Layer, 'crop' | 'cropPaths'>, origin: RegionOrigin): Rect {
  const { picture, treatment = {}, window } = origin;
  const base = marginRegion(picture, treatment.margins);
  const inner = treatment.smartCrop ? (window ?? centredWindow(treatment.smartCrop, base, picture)) : base;
  const region = crop ? cropped(inner, crop) : inner;
  const rest = cropPaths ? croppedToPaths(region, cropPaths, picture) : region;
  if (!rest || !overlaps(rest, picture)) throw empty(region, picture);
  return rest;
}
