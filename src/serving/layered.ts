import type { Composite, Layer, PictureRecipe } from '../model/recipe/recipe.ts';

/** Tells whether what is done to a layer is just what is done to its composite: nothing comes between the two. */
function isBare({ rotate, extension, underColor, fill, effects }: Layer, composite: Composite): boolean {
  const { flip, operations, clip } = composite;
  const between = [rotate, extension, underColor, fill, effects, composite.effects, flip, operations, clip];
  return between.every((part) => part === undefined);
}

/**
 * The recipe of a picture of one layer that is treated by itself, as one that says the same of its composite where both
 * are the same. What sharpens a layer does so before the view, and its map hides what is marked in it: both stay its own.
 */
export function withoutOwnTreatment(recipe: PictureRecipe): PictureRecipe {
  const { composite } = recipe;
  const [{ own, ...base }, ...above] = composite.layers;
  if (!own || above.length > 0 || !isBare(base, composite)) return recipe;
  const { sharpen, unsharpMask, unsharpMaskR, map } = own;
  if ([sharpen, unsharpMask, unsharpMaskR, map].some((part) => part !== undefined)) return recipe;
  return { ...recipe, composite: { ...composite, ...own, layers: [base] } };
}
