import type { Rect, Size } from '../model/geometry.ts';
import { roundSize } from '../model/geometry.ts';
import type { Composite, FlipMode, Layer, PictureRecipe, Recipe, RecipeObject } from '../model/recipe/recipe.ts';
import { childrenOf, FULL_SIZE } from '../model/recipe/recipe-tree.ts';
import type { TextSource } from '../model/text/typesetting.ts';
import { type Original, referenced, textOf } from './original.ts';
import { type LayerGeometry, loneLayer, type LoneLayer, placedOn } from './placing.ts';
import { solidSize } from './solid.ts';
import { beforeTurn, flipTurn } from './turn.ts';
import { viewGeometry } from './view.ts';
import { marginRegion, type RegionOrigin } from './source-region.ts';

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

/** `flip` mirrors the composite, margins and all. */
function mirrored(box: Rect, { width, height }: Size, flip: FlipMode | undefined): Rect {
  return beforeTurn(box, { width, height }, flipTurn(flip));
}

/** The sources of layers, as something is made of each. */
interface SourceMaker<T> {
  readonly master: () => T;
  /** The reply to a request, which is about the picture at `path`, else about what the recipe is about. */
  readonly request: (request: PictureRecipe, path: string | undefined) => T;
  readonly object: (path: string) => T;
  readonly solid: () => T;
  readonly text: (text: TextSource) => T;
}

/** The source that a layer is cut from. */
export function originOf<T>(layer: Layer, from: SourceMaker<T>): T {
  const { source } = layer;
  const { kind } = source;
  if (kind === 'text') return from.text(source);
  if (kind === 'master') return from.master();
  if (kind === 'solid') return from.solid();
  const { path, request } = childrenOf(layer).source ?? {};
  if (request) return from.request(request, path);
  return path === undefined ? from.master() : from.object(path);
}

/** A layer whose `sizeN` is in pixels. */
function inPixels(layer: Layer, canvas: Size): Layer {
  const { size } = layer;
  if (size?.unit !== 'normal') return layer;
  const side = (share: number, of: number): number => (share === 0 ? 0 : roundSize(share * of));
  const [width, height] = [side(size.width, canvas.width), side(size.height, canvas.height)];
  return { ...layer, size: { unit: 'pixel', width, height } };
}

/**
 * Layer 0 by itself: its rectangle is the canvas. Where others or effects follow, a `size` of two sides is that, with
 * the picture in its middle, as templates of the field have it; alone it is the box that the picture is fitted into.
 */
function loneBase({ layers: [base, ...above], effects }: Composite, origin: RegionOrigin): LoneLayer {
  return loneLayer(base, origin, { asCanvas: above.length > 0 || (effects ?? base.effects) !== undefined });
}

/**
 * The picture before the view transform (reference B.1): its layers cropped, scaled, turned, extended, placed, all of it
 * mirrored. `from` tells what a layer is cut from. Hidden layers are left out, but for layer 0. Throws RenditionError
 * (RENDITION_EMPTY) where nothing of a layer is left.
 */
export function compositeGeometry<O extends RegionOrigin>(
  composite: Composite,
  from: (layer: Layer) => O,
): CompositeGeometry<O> {
  const { layers, flip } = composite;
  const [base, ...others] = layers;
  const baseOrigin = from(base);
  const lone = loneBase(composite, baseOrigin);
  const { rect: canvas } = lone;
  const placed = (layer: Layer, origin: O, geometry: LayerGeometry): PlacedLayer<O> => ({
    layer,
    origin,
    geometry: {
      region: geometry.region,
      size: geometry.size,
      box: mirrored(geometry.box, canvas, flip),
      rect: mirrored(geometry.rect, canvas, flip),
    },
  });
  const above = others
    .filter(({ hidden }) => hidden !== true)
    .map((given) => {
      const layer = inPixels(given, canvas);
      const origin = from(layer);
      return placed(layer, origin, placedOn(loneLayer(layer, origin, { canvas }), layer.position, lone));
    });
  const size = { width: canvas.width, height: canvas.height };
  return { layers: [placed(base, baseOrigin, lone), ...above], size };
}

/** The picture that a recipe is about, with the part of it that the recipe is about. */
interface Subject extends RegionOrigin {
  readonly picture: Original;
}

/** The size of the reply to a request about a named picture, or without a name about the master. */
function objectSize({ path, request = FULL_SIZE }: RecipeObject, { picture }: Subject): Size {
  return replySize(request, { picture: referenced(picture, path) });
}

/** The size of the reply that a recipe makes of what it is about: layer 0 alone decides. */
function replySize({ composite, view }: PictureRecipe, subject: Subject): Size {
  const [base] = composite.layers;
  const origin = originOf<RegionOrigin>(base, {
    master: () => subject,
    object: (path) => ({ picture: referenced(subject.picture, path) }),
    request: (request, path) => ({
      picture: replySize(request, path === undefined ? subject : { picture: referenced(subject.picture, path) }),
    }),
    solid: () => ({ picture: solidSize(base, base.mask?.object && objectSize(base.mask.object, subject)) }),
    text: (text) => ({ picture: textOf(subject.picture, text, base) }),
  });
  const { width, height } = viewGeometry(loneBase(composite, origin).rect, view).tile;
  return { width, height };
}

/**
 * Exact pixel size of the file that a recipe makes of an upright master; of a pyramid, that of its largest level.
 * `window` is the smart crop's, if it has been found. Throws as `compositeGeometry` does, and where a picture that the
 * recipe names is not there.
 */
export function outputSize(recipe: Recipe, picture: Original, window?: Rect): Size {
  const treatment = recipe.master;
  if (recipe.kind === 'picture')
    return replySize(recipe, { picture, ...(treatment && { treatment }), ...(window && { window }) });
  const { width, height } = marginRegion(picture, treatment?.margins);
  return { width, height };
}
