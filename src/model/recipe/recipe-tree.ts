import { freeze } from '../../base/plain-data.ts';
import { present } from '../../base/present.ts';
import type { Layer, PictureRecipe, Recipe, RecipeObject, SmartCrop, Treatment } from './recipe.ts';
import type { VideoCrop, VideoRecipe } from './video-recipe.ts';

/** A layer that shows all of the master as it is. */
export const BASE_LAYER: Layer = freeze({ number: 0, source: { kind: 'master' } });

/** A request for a picture that asks for nothing. */
export const EMPTY_PICTURE: PictureRecipe = freeze({
  kind: 'picture',
  composite: { layers: [BASE_LAYER] },
  view: {},
  output: {},
});

const EMPTY_TEXT = JSON.stringify(EMPTY_PICTURE);

/** Tells whether a request asks for nothing. */
export const isEmptyPicture = (recipe: PictureRecipe): boolean => JSON.stringify(recipe) === EMPTY_TEXT;

/** A request for a picture at its own size. */
export const FULL_SIZE: PictureRecipe = freeze({ ...EMPTY_PICTURE, view: { scale: 1 } });

/**
 * The pictures that a layer is made of, as it names them; one without a path is the picture that the recipe is about.
 */
export interface Children {
  /** Whose alpha gates its source. */
  readonly mask?: RecipeObject;
  /** The picture that it shows, where that is not the master as it is. */
  readonly source?: RecipeObject;
  /** The pictures in the drawing that it shows. */
  readonly pictures?: readonly RecipeObject[];
}

function sourceOf({ source }: Layer): RecipeObject | undefined {
  if (source.kind === 'request') return { request: source.request };
  return source.kind === 'object' ? source.object : undefined;
}

/** The children of a layer. With `mapRequests`, the only code that walks into requests that a recipe nests. */
export function childrenOf(layer: Layer): Children {
  const [mask, source, { pictures }] = [layer.mask?.object, sourceOf(layer), layer];
  return { ...(mask && { mask }), ...(source && { source }), ...(pictures && { pictures }) };
}

/** The sources of all layers of a recipe, in the order they name it. */
function childrenIn({ composite }: PictureRecipe): readonly RecipeObject[] {
  return composite.layers.flatMap((layer) => {
    const { mask, source, pictures = [] } = childrenOf(layer);
    return [mask, source, ...pictures].filter((child) => child !== undefined);
  });
}

/**
 * Tells whether a recipe, or any request that it is made of, is such; `about` tells of what: the master, or a named picture.
 * A mask without a path is the master's even within a request about another picture; a source is what that request is about.
 */
export function someRequest(
  recipe: PictureRecipe,
  is: (recipe: PictureRecipe, about: string | undefined) => boolean,
  about?: string,
): boolean {
  const some = (child: RecipeObject | undefined, of: string | undefined): boolean =>
    child?.request !== undefined && someRequest(child.request, is, of);
  return (
    is(recipe, about) ||
    recipe.composite.layers
      .map(childrenOf)
      .some(
        ({ mask, source, pictures = [] }) =>
          some(mask, mask?.path) ||
          some(source, source?.path ?? about) ||
          pictures.some((picture) => some(picture, picture.path)),
      )
  );
}

/** The pictures in the drawings that a recipe shows, by the names of those. */
export function drawnPictures(recipe: PictureRecipe): ReadonlyMap<string, readonly RecipeObject[]> {
  const drawings = new Map<string, readonly RecipeObject[]>();
  someRequest(recipe, ({ composite }) => {
    for (const layer of composite.layers) {
      const { source, pictures } = childrenOf(layer);
      if (source?.path !== undefined && pictures) drawings.set(source.path, pictures);
    }
    return false;
  });
  return drawings;
}

/** The paths of all pictures that a recipe names beside its own, in the order it names them; each once. */
export function referencesOf(recipe: PictureRecipe): readonly string[] {
  const paths = childrenIn(recipe).flatMap(({ path, request }) => [
    ...(path === undefined ? [] : [path]),
    ...(request ? referencesOf(request) : []),
  ]);
  return [...new Set(paths)];
}

/** The layer that shows the master: the lowest one, or that of the innermost request which it is made of. */
export function masterLayer({ composite: { layers } }: PictureRecipe): Layer {
  const { source } = childrenOf(layers[0]);
  return source?.request ? masterLayer(source.request) : layers[0];
}

/** The operations on the composite, and on each of its layers by itself. */
export function treatmentsOf({ composite }: PictureRecipe): readonly Treatment[] {
  return [composite, ...composite.layers.flatMap(({ own }) => own ?? [])];
}

type MapRequest = (request: PictureRecipe) => PictureRecipe | undefined;

function mapObject({ path, request }: RecipeObject, map: MapRequest): RecipeObject {
  return present<RecipeObject>({ path, request: request && map(request) });
}

function mapSource(source: Layer['source'], map: MapRequest): Layer['source'] {
  if (source.kind === 'object') return { ...source, object: mapObject(source.object, map) };
  if (source.kind !== 'request') return source;
  const request = map(source.request);
  return request ? { ...source, request } : BASE_LAYER.source;
}

/** A layer with other requests; one for which `map` answers nothing asks for all of its picture as it is. */
export function mapRequests(layer: Layer, map: MapRequest): Layer {
  const { mask, pictures } = layer;
  const object = mask?.object && mapObject(mask.object, map);
  return {
    ...layer,
    source: mapSource(layer.source, map),
    ...(pictures && { pictures: pictures.map((picture) => mapObject(picture, map)) }),
    ...(mask && object && { mask: { ...mask, object } }),
  };
}

/** A recipe whose pictures have other names, those of requests within it too. */
export function renamed(recipe: PictureRecipe, name: (path: string) => string): PictureRecipe {
  const inside = (request: PictureRecipe): PictureRecipe => renamed(request, name);
  const object = (named: RecipeObject): RecipeObject =>
    named.path === undefined ? named : { ...named, path: name(named.path) };
  const layer = (given: Layer): Layer => {
    const { source, mask, pictures, ...rest } = mapRequests(given, inside);
    return {
      ...rest,
      ...(pictures && { pictures: pictures.map(object) }),
      source: source.kind === 'object' ? { ...source, object: object(source.object) } : source,
      ...(mask && { mask: { ...mask, ...(mask.object && { object: object(mask.object) }) } }),
    };
  };
  const { layers, ...composite } = recipe.composite;
  const [base, ...above] = layers;
  return { ...recipe, composite: { ...composite, layers: [layer(base), ...above.map(layer)] } };
}

/** The recipe by which a master that is a picture is drawn; undefined for pyramids and for what is made of clips. */
export function drawnBy(recipe: Recipe | VideoRecipe): PictureRecipe | undefined {
  if (recipe.kind === 'picture') return recipe;
  return recipe.kind === 'moving' ? recipe.picture : undefined;
}

/** The window that is found from the subject, of a picture or of a clip. */
export function smartCropOf(recipe: Recipe): SmartCrop | undefined;
export function smartCropOf(recipe: Recipe | VideoRecipe): SmartCrop | VideoCrop | undefined;
export function smartCropOf(recipe: Recipe | VideoRecipe): SmartCrop | VideoCrop | undefined {
  const drawn = drawnBy(recipe);
  if (drawn !== undefined) return drawn.master?.smartCrop;
  return 'smartCrop' in recipe ? recipe.smartCrop : undefined;
}
