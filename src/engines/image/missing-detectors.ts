import type { Analysis } from '../../model/analysis.ts';
import { SUBJECT_STRATEGY } from '../../model/detectors.ts';
import type { PictureRecipe } from '../../model/recipe/recipe.ts';
import { askedFor, missingDetectors } from '../crop/detectors/index.ts';

const USUAL = SUBJECT_STRATEGY.filter((name) => name !== 'manual').join();

/** The detectors that a recipe misses where they are not installed: of the usual ones not those that nobody gets unasked. */
function missedBy({ master }: Pick<PictureRecipe, 'master'>): readonly string[] {
  const { override, strategy = [] } = master?.smartCrop ?? {};
  if (override) return [];
  return strategy.join() === USUAL ? strategy.filter((name) => !askedFor(name)) : strategy;
}

/** The warning of smart crops whose detectors are not all installed. */
export function missingDetectorWarning(
  recipes: readonly Pick<PictureRecipe, 'master'>[],
  analysis: Analysis,
): string | undefined {
  const asked = new Set(recipes.flatMap(missedBy));
  // What they found elsewhere is believed here.
  const missing = Object.keys(missingDetectors()).filter((name) => asked.has(name) && analysis[name] === undefined);
  if (missing.length === 0) return undefined;
  return `Smart crops were placed without looking for ${missing.join(' and ')}: see \`dmx doctor\`.`;
}
