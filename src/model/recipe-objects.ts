import type { PictureRecipe, RecipeObject } from './recipe.ts';

/** The paths of all pictures that a recipe names beside its own, in the order it names them; each once. */
export function referencesOf({ source, mask }: PictureRecipe): readonly string[] {
  const { path, request } = mask?.object ?? {};
  const own = path === undefined ? [] : [path];
  return [...new Set([...own, ...(request ? referencesOf(request) : []), ...(source ? referencesOf(source) : [])])];
}

/** What a recipe, and each request that it is made of, is gated by. */
export function masksOf({ source, mask }: PictureRecipe): readonly RecipeObject[] {
  return [...(mask?.object ? [mask.object] : []), ...(source ? masksOf(source) : [])];
}

/** Stands for the asset path in the path of an object: reference A.4. */
const ASSET = '$object$';

/** Where an object lies below the library, for one asset. */
export function referencePath(object: string, asset: string): string {
  return object.split(ASSET).join(asset);
}
