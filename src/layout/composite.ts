import { RenditionError } from '../model/errors.ts';
import { type Rect, roundSize, type Size } from '../model/geometry.ts';
import type { Composite, FlipMode, Layer, PictureRecipe, Recipe } from '../model/recipe/recipe.ts';
import { childrenOf } from '../model/recipe/recipe-tree.ts';
import { beforeTurn, flipTurn } from './turn.ts';
import { viewGeometry } from './view.ts';
import { marginRegion, type SourcePicture, type RegionOrigin, sourceRegion } from './source-region.ts';
import type { Extension } from '../model/recipe/transforms.ts';

/** The way of the region of a source into a layer; whole pixels. */
export interface LayerGeometry {
  /** Of the upright source; it may overhang. */
  readonly region: Rect;
  /** The region after `size`, `scale` or `res`, before any turn: what `perspective` moves the corners of. */
  readonly size: Size;
  /** The place of the mirrored and turned layer in the composite; it may overhang. */
  readonly box: Rect;
}

/** A layer, what it is cut from, and how it lies in its composite. */
export interface PlacedLayer<O extends RegionOrigin> {
  readonly layer: Layer;
  readonly origin: O;
  readonly geometry: LayerGeometry;
}

/** The layers of a picture before the view transform, in their order, and its size; whole pixels. */
interface CompositeGeometry<O extends RegionOrigin> {
  readonly layers: readonly [base: PlacedLayer<O>, ...above: PlacedLayer<O>[]];
  readonly size: Size;
}

/** The bounding box of a picture turned by any angle; rounding makes quarter turns exact. */
export function rotatedSize({ width, height }: Size, degrees: number): Size {
  const radians = (degrees * Math.PI) / 180;
  const cos = Math.abs(Math.cos(radians));
  const sin = Math.abs(Math.sin(radians));
  return { width: roundSize(width * cos + height * sin), height: roundSize(width * sin + height * cos) };
}

/**
 * Reference B.1, 5: into the box of `size`, enlarged too, its aspect kept; else by a factor. `perspective` keeps it.
 */
function layerSize({ width, height }: Size, { size, scale = 1, perspective }: Layer): Size {
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
  return beforeTurn(box, { width, height }, flipTurn(flip));
}

function checkCanvas({ width, height }: Size, box: Size): void {
  if (width > 0 && height > 0) return;
  throw new RenditionError(
    'RENDITION_EMPTY',
    `expected margins that leave pixels of a ${box.width}×${box.height} picture, got ${width}×${height}`,
    { hint: 'Make the negative margins of `extend` smaller.' },
  );
}

/** The error of what dmx does not draw yet; no command leads to it. */
function unsupported(what: string): RenditionError {
  return new RenditionError('RENDITION_NOT_AS_PLANNED', `expected one layer of a picture, got ${what}`, {
    hint: 'Leave the other layers out.',
  });
}

/**
 * The source that a layer is cut from, as `from` makes it of the master or of the request whose reply takes its place.
 */
export function originOf<T>(
  layer: Layer,
  from: { readonly master: () => T; readonly request: (request: PictureRecipe) => T },
): T {
  if (layer.source.kind === 'master') return from.master();
  const { source } = childrenOf(layer);
  if (source?.request === undefined || source.path !== undefined) throw unsupported(`a layer of ${layer.source.kind}`);
  return from.request(source.request);
}

/** The lowest layer, whose rectangle is the canvas. */
function baseGeometry(layer: Layer, flip: FlipMode | undefined, origin: RegionOrigin): [LayerGeometry, Size] {
  const region = sourceRegion(layer, origin);
  const size = layerSize(region, layer);
  const turned = rotatedSize(size, layer.rotate ?? 0);
  const { left, top, right, bottom } = edgesOf(turned, layer.extension);
  const box = { x: left, y: top, ...turned };
  const canvas = { width: turned.width + left + right, height: turned.height + top + bottom };
  checkCanvas(canvas, box);
  return [{ region, size, box: mirrored(box, canvas, flip) }, canvas];
}

/**
 * The picture before the view transform (reference B.1): cropped, scaled, turned, extended, mirrored. `from` tells what a
 * layer is cut from. Throws RenditionError (RENDITION_EMPTY) where nothing of that is left.
 */
export function compositeGeometry<O extends RegionOrigin>(
  { layers: [base, above], flip }: Composite,
  from: (layer: Layer) => O,
): CompositeGeometry<O> {
  if (above) throw unsupported(`layer ${above.number}`);
  if (base.own) throw unsupported('operations of a layer by itself');
  const origin = from(base);
  const [geometry, size] = baseGeometry(base, flip, origin);
  return { layers: [{ layer: base, origin, geometry }], size };
}

/** The size of the reply that a recipe makes of what it is about. */
function replySize(recipe: PictureRecipe, master: RegionOrigin): Size {
  const from = (layer: Layer): RegionOrigin =>
    originOf<RegionOrigin>(layer, {
      master: () => master,
      request: (request) => ({ picture: replySize(request, master) }),
    });
  const { width, height } = viewGeometry(compositeGeometry(recipe.composite, from).size, recipe.view).tile;
  return { width, height };
}

/**
 * Exact pixel size of the file that a recipe makes of an upright master; of a pyramid, that of its largest level.
 * `window` is the smart crop's, if it has been found. Throws as `compositeGeometry` does.
 */
export function outputSize(recipe: Recipe, picture: SourcePicture, window?: Rect): Size {
  const treatment = recipe.master;
  if (recipe.kind === 'picture')
    return replySize(recipe, { picture, ...(treatment && { treatment }), ...(window && { window }) });
  const { width, height } = marginRegion(picture, treatment?.margins);
  return { width, height };
}
