import type { PictureRecipe } from '../model/recipe.ts';
import { present } from '../base/present.ts';

/**
 * The request whose reply a picture is made of (`src=is{…}`); undefined where that is the master itself. What a profile
 * says of the master, it says of the innermost request.
 */
export function sourceRecipe({ source, margins, smartCrop, levelMask }: PictureRecipe): PictureRecipe | undefined {
  return source && { ...source, ...present<Partial<PictureRecipe>>({ margins, smartCrop, levelMask }) };
}

/** What is done to that reply. */
export function outerRecipe(recipe: PictureRecipe): PictureRecipe {
  const { source, margins: _margins, smartCrop: _smartCrop, levelMask: _levelMask, ...outer } = recipe;
  return source ? outer : recipe;
}

/** The innermost request, which is the one about the master. */
export function masterRecipe(recipe: PictureRecipe): PictureRecipe {
  const inner = sourceRecipe(recipe);
  return inner ? masterRecipe(inner) : recipe;
}

/** Whether anything in it is about paths that the master brings along. */
export function namesPaths(recipe: PictureRecipe): boolean {
  const { cropPaths, source } = recipe;
  return cropPaths !== undefined || needsPaths(recipe) || (source !== undefined && namesPaths(source));
}

/** Whether the paths that the master brings along decide about the file: as what is clipped by, or to be held by it. */
export function needsPaths({ clip, source, mask, output }: PictureRecipe): boolean {
  const clips = clip?.names !== undefined || clip?.exceptNames !== undefined;
  const inner = [source, mask?.object?.request].some((request) => request !== undefined && needsPaths(request));
  return clips || output.embedPaths === true || inner;
}
