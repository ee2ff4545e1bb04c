import { smartCropOf } from './recipe/recipe-tree.ts';
import type { VideoRecipe } from './recipe/video-recipe.ts';
import type { Recipe } from './recipe/recipe.ts';
import { encoderKey, type Role } from './rendition.ts';

/**
 * The engine text recorded beside a rendition's fingerprint: the stamp of what makes it (see `Installation.encoderVersions`), and
 * for smart crops those of the detectors that are asked. undefined = not known here.
 */
export function engineVersion(
  encoderVersions: Readonly<Record<string, string>>,
  rendition: { readonly role: Role; readonly extension: string; readonly recipe: Recipe | VideoRecipe },
): string | undefined {
  const base = encoderVersions[encoderKey(rendition)];
  const { recipe } = rendition;
  const crop = smartCropOf(recipe);
  if (base === undefined || crop === undefined || ('override' in crop && crop.override)) return base;
  const asked = crop.strategy.map((name) => encoderVersions[`detector ${name}`]);
  return [base, ...asked.filter((text) => text !== undefined)].join(', ');
}
