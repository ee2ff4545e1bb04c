import { BUILT_IN } from '../colors/profile-names.ts';
import type { Recipe } from './recipe.ts';
import type { VideoRecipe } from './video-recipe.ts';

/** The profiles of colours that a recipe names and that are read from files: in this order they are in its fingerprint. */
export function profilesOf(recipe: Recipe | VideoRecipe): readonly string[] {
  if (recipe.kind !== 'picture' && recipe.kind !== 'pyramid') return [];
  const output = recipe.kind === 'picture' ? recipe.output.profile?.name : undefined;
  return [output, recipe.master?.sourceProfile].filter((name) => name !== undefined && name !== BUILT_IN) as string[];
}
