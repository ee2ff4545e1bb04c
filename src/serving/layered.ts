import type { Composite, Layer, PictureRecipe } from '../model/recipe/recipe.ts';

/** Tells whether operations on a layer equal operations on its composite: nothing comes between the two. */
function isBare({ rotate, extension, underColor, fill, effects }: Layer, composite: Composite): boolean {
  const { flip, operations, clip } = composite;
  const between = [rotate, extension, underColor, fill, effects, composite.effects, flip, operations, clip];
  return between.every((part) => part === undefined);
}

/**
 * Moves the operations of a single layer to the composite where both mean the same. Sharpening and the image map stay
 * with the layer: it is sharpened before the view, and its map replaces the hotspots of its source.
 */
export function withoutOwnTreatment(recipe: PictureRecipe): PictureRecipe {
  const { composite } = recipe;
  const [{ own, ...base }, ...above] = composite.layers;
  if (!own || above.length > 0 || !isBare(base, composite)) return recipe;
  const { sharpen, unsharpMask, unsharpMaskR, map } = own;
  if ([sharpen, unsharpMask, unsharpMaskR, map].some((part) => part !== undefined)) return recipe;
  return { ...recipe, composite: { ...composite, ...own, layers: [base] } };
}
