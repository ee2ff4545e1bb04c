import type { JobRendition } from '../../model/jobs/job.ts';
import type { PictureRecipe, PyramidRecipe } from '../../model/recipe/recipe.ts';

/** The renditions of a job, grouped by how they are made. */
export interface SortedRenditions {
  readonly pictures: readonly (readonly [JobRendition, PictureRecipe])[];
  readonly pyramids: readonly (readonly [JobRendition, PyramidRecipe])[];
}

/** The renditions of a job by what makes them. */
export function sortOut(renditions: readonly JobRendition[]): SortedRenditions {
  const pictures: [JobRendition, PictureRecipe][] = [];
  const pyramids: [JobRendition, PyramidRecipe][] = [];
  for (const rendition of renditions) {
    const { recipe } = rendition;
    if (recipe.kind === 'picture') pictures.push([rendition, recipe]);
    else if (recipe.kind === 'pyramid') pyramids.push([rendition, recipe]);
  }
  return { pictures, pyramids };
}

/** Results in the order of the job, whatever the order of the work. */
export function inOrder<T>(
  values: readonly T[],
  renditions: readonly JobRendition[],
  nameOf: (value: T) => string | null,
): T[] {
  const place = new Map(renditions.map(({ name }, at) => [name, at]));
  const at = (value: T): number => place.get(nameOf(value) ?? '') ?? 0;
  return values.toSorted((a, b) => at(a) - at(b));
}
