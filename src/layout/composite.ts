import { RenditionError } from '../model/errors.ts';
import { type Rect, roundSize, type Size } from '../model/geometry.ts';
import type { Extension, FlipMode, PictureRecipe, Recipe } from '../model/recipe.ts';
import { viewGeometry } from './view.ts';
import { outerRecipe, sourceRecipe } from './nested.ts';
import { type Origin, sourceRegion } from './source-region.ts';

/** How the region of the master becomes the picture before the view transform; whole pixels of that picture. */
export interface CompositeGeometry {
  /** Of the upright master; it may overhang. */
  readonly region: Rect;
  /** The region after `size`, `scale` or `res`, before any turn: what `perspective` moves the corners of. */
  readonly layer: Size;
  /** Where the mirrored and turned layer lies in the composite; it may overhang. */
  readonly box: Rect;
  readonly composite: Size;
}

/** The bounding box of a picture turned by any angle; rounding makes quarter turns exact. */
export function rotatedSize({ width, height }: Size, degrees: number): Size {
  const radians = (degrees * Math.PI) / 180;
  const cos = Math.abs(Math.cos(radians));
  const sin = Math.abs(Math.sin(radians));
  return { width: roundSize(width * cos + height * sin), height: roundSize(width * sin + height * cos) };
}

/** Reference B.1, 5: into the box of `size`, enlarged too, its aspect kept; else by a factor. `perspective` keeps it. */
function layerSize({ width, height }: Size, { size, scale = 1, perspective }: PictureRecipe): Size {
  if (perspective) return { width, height };
  if (!size) return { width: roundSize(width * scale), height: roundSize(height * scale) };
  // Of the two ratios the smaller one counts; products, not quotients, so that halves round the same everywhere.
  const byWidth = size.height === 0 || (size.width > 0 && size.width * height <= size.height * width);
  return byWidth
    ? { width: size.width, height: roundSize((height * size.width) / width) }
    : { width: roundSize((width * size.height) / height), height: size.height };
}

/** Fractions count in sizes of the turned layer, and round half up. */
function edgesOf({ width, height }: Size, extension: Extension | undefined): Omit<Extension, 'unit'> {
  if (!extension) return { left: 0, top: 0, right: 0, bottom: 0 };
  const { unit, left, top, right, bottom } = extension;
  if (unit === 'pixel') return extension;
  const part = (fraction: number, length: number): number => Math.floor(fraction * length + 0.5);
  return { left: part(left, width), top: part(top, height), right: part(right, width), bottom: part(bottom, height) };
}

/** `flip` mirrors the composite, margins and all. */
function mirrored(box: Rect, { width, height }: Size, flip: FlipMode | undefined): Rect {
  const across = flip === 'lr' || flip === 'lrud';
  const down = flip === 'ud' || flip === 'lrud';
  return {
    ...box,
    x: across ? width - box.x - box.width : box.x,
    y: down ? height - box.y - box.height : box.y,
  };
}

function checkCanvas(box: Rect, { width, height }: Size): void {
  const overlaps = box.x < width && box.y < height && box.x + box.width > 0 && box.y + box.height > 0;
  if (width > 0 && height > 0 && overlaps) return;
  throw new RenditionError(
    'RENDITION_EMPTY',
    `expected margins that leave pixels of a ${box.width}×${box.height} picture, got ${width}×${height} beside it`,
    { hint: 'Make the negative margins of `extend` smaller.' },
  );
}

/** Size of the reply to a nested request. */
function replySize(recipe: PictureRecipe, master: Origin, window: Rect | undefined): Size {
  const { width, height } = viewGeometry(compositeSize(recipe, master, window), recipe.view).tile;
  return { width, height };
}

/**
 * The picture before the view transform (reference B.1): cropped, scaled, turned, extended, mirrored. `window` is the
 * smart crop's, if it has been found. Throws RenditionError (RENDITION_EMPTY) where nothing of the master is left.
 */
export function compositeGeometry(recipe: PictureRecipe, master: Origin, window?: Rect): CompositeGeometry {
  const inner = sourceRecipe(recipe);
  if (inner) return compositeGeometry(outerRecipe(recipe), replySize(inner, master, window));
  const region = sourceRegion(recipe, master, window);
  const layer = layerSize(region, recipe);
  const turned = rotatedSize(layer, recipe.rotate ?? 0);
  const { left, top, right, bottom } = edgesOf(turned, recipe.extension);
  const box = { x: left, y: top, ...turned };
  const composite = { width: turned.width + left + right, height: turned.height + top + bottom };
  checkCanvas(box, composite);
  return { region, layer, box: mirrored(box, composite, recipe.flip), composite };
}

/** Size of the picture before the view transform. Throws as `compositeGeometry` does. */
export function compositeSize(recipe: PictureRecipe, master: Origin, window?: Rect): Size {
  return compositeGeometry(recipe, master, window).composite;
}

/**
 * Exact pixel size of the file that a recipe makes of an upright master; of a pyramid, that of its largest level.
 * `window` is the smart crop's, if it has been found. Throws as `compositeGeometry` does.
 */
export function outputSize(recipe: Recipe, master: Origin, window?: Rect): Size {
  if (recipe.kind === 'picture') return replySize(recipe, master, window);
  const { width, height } = sourceRegion(recipe, master);
  return { width, height };
}
