import { BUILT_IN } from '../colors/profile-names.ts';
import type { Recipe } from './recipe.ts';
import { drawnBy } from './recipe-tree.ts';
import type { VideoRecipe } from './video-recipe.ts';

/** The profiles of colours that a recipe names and that are read from files: in this order they are in its fingerprint. */
export function profilesOf(recipe: Recipe | VideoRecipe): readonly string[] {
  const drawn = recipe.kind === 'pyramid' ? recipe : drawnBy(recipe);
  if (drawn === undefined) return [];
  const output = drawn.kind === 'picture' ? drawn.output.profile?.name : undefined;
  return [output, drawn.master?.sourceProfile].filter((name) => name !== undefined).filter((name) => name !== BUILT_IN);
}
