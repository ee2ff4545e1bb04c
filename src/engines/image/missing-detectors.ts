import type { Analysis } from '../../model/analysis.ts';
import type { PictureRecipe } from '../../model/recipe/recipe.ts';
import { missingDetectors } from '../crop/detectors/index.ts';

/** The warning of smart crops whose detectors are not all installed. */
export function missingDetectorWarning(
  recipes: readonly Pick<PictureRecipe, 'master'>[],
  analysis: Analysis,
): string | undefined {
  const asked = new Set(
    recipes.flatMap(({ master }) => (master?.smartCrop?.override ? [] : (master?.smartCrop?.strategy ?? []))),
  );
  // What they found elsewhere is believed here.
  const missing = Object.keys(missingDetectors()).filter((name) => asked.has(name) && analysis[name] === undefined);
  if (missing.length === 0) return undefined;
  return `Smart crops were placed without looking for ${missing.join(' and ')}: see \`dmx doctor\`.`;
}
