import { RenditionError } from '../model/errors.ts';
import type { EmbeddedPath, ImageFacts } from '../model/asset.ts';
import type { NormalRect, Rect, Size } from '../model/geometry.ts';
import type { Layer, Margins, MasterTreatment } from '../model/recipe/recipe.ts';
import type { SourceCrop } from '../model/recipe/transforms.ts';
import { common } from './rect.ts';
import { windowFor } from './smart-window.ts';

function empty(got: Size, of: Size): RenditionError {
  return new RenditionError(
    'RENDITION_EMPTY',
    `expected a crop that leaves pixels of a ${of.width}×${of.height} picture, got ${got.width}×${got.height}`,
    { hint: 'Make the crop smaller, or give these masters another profile.' },
  );
}

/**
 * A width or height of 0 is all that is left of the picture. Throws RenditionError (RENDITION_EMPTY) where that is
 * nothing.
 */
function sized({ unit, x, y, width, height }: SourceCrop, base: Size): SourceCrop {
  const all = unit === 'pixel' ? base : { width: 1, height: 1 };
  const left = { width: width === 0 ? all.width - x : width, height: height === 0 ? all.height - y : height };
  if (left.width <= 0 || left.height <= 0) throw empty(left, all);
  return { unit, x, y, ...left };
}

/**
 * Both edges are rounded, so that windows that touch in fractions touch in pixels; unlike `toPixels` it may overhang.
 */
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

/** The size of a picture and the paths that it brings along: all that decides which part of it a layer is cut from. */
export interface SourcePicture extends Size, Pick<ImageFacts, 'pageSizes' | 'preview' | 'requests'> {
  /** Absent where it brings none, or is the reply to a request. */
  readonly paths?: readonly EmbeddedPath[];
  /** Absent: not known. */
  readonly alpha?: boolean;
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

/**
 * The part that a region and the boxes around paths have in common. Throws RenditionError (RENDITION_EMPTY) for
 * nothing.
 */
function croppedToPaths(region: Rect, names: readonly string[] = [], picture: SourcePicture): Rect {
  const paths = names.flatMap((name) => picture.paths?.find((path) => path.name === name) ?? []);
  return paths.reduce((left, { bounds }) => {
    const rest = common(left, boxOf(bounds, picture));
    if (!rest) throw empty({ width: 0, height: 0 }, left);
    return rest;
  }, region);
}

/** The source that a picture is cut from: a master with what its profile says of it, or the reply to a request. */
export interface RegionOrigin {
  readonly picture: SourcePicture;
  readonly treatment?: MasterTreatment;
  /** That of the smart crop, where it has been found; without it that counts as centred. */
  readonly window?: Rect;
  /** The anchor of the source where its layer sets none; absent = its centre. */
  readonly point?: readonly [x: number, y: number];
}

const NO_MARGINS: Margins = { top: 0, right: 0, bottom: 0, left: 0 };

/** The part of a master within its margins. Throws RenditionError (RENDITION_EMPTY) for nothing. */
export function marginRegion(master: Size, { top, right, bottom, left }: Margins = NO_MARGINS): Rect {
  const base = { x: left, y: top, width: master.width - left - right, height: master.height - top - bottom };
  if (base.width <= 0 || base.height <= 0) throw empty(base, master);
  return base;
}

/**
 * The region that the window of a smart crop is sought in: all within the margins, and within the boxes of the paths that
 * the layer is cropped to. Throws RenditionError (RENDITION_EMPTY).
 */
export function searchRegion(
  { cropPaths }: Pick<Layer, 'cropPaths'>,
  { picture, treatment = {} }: Omit<RegionOrigin, 'window'>,
): Rect {
  return croppedToPaths(marginRegion(picture, treatment.margins), cropPaths, picture);
}

/** The region that a layer is cropped from: all within the margins, or the window of the smart crop. */
export function uncropped(layer: Pick<Layer, 'cropPaths'>, origin: RegionOrigin): Rect {
  const { picture, treatment = {}, window } = origin;
  if (!treatment.smartCrop) return marginRegion(picture, treatment.margins);
  return window ?? windowFor(treatment.smartCrop, searchRegion(layer, origin), picture);
}

/**
 * The part of the upright master that a layer is made of, in whole master pixels: margins, then the smart crop's window,
 * then `crop` or `cropN`, then `cropPathE`. It may overhang the master, and even lie beside it: what is not there is clear.
 * Throws RenditionError (RENDITION_EMPTY) where no region is left.
 */
export function sourceRegion(layer: Pick<Layer, 'crop' | 'cropPaths'>, origin: RegionOrigin): Rect {
  const { crop, cropPaths } = layer;
  const base = uncropped(layer, origin);
  return croppedToPaths(crop ? cropped(base, crop) : base, cropPaths, origin.picture);
}
