import type { PictureRecipe } from '../model/recipe/recipe.ts';
import { someRequest, treatmentsOf } from '../model/recipe/recipe-tree.ts';

const isMaster = (about: string | undefined): boolean => about === undefined;

function clipsByName(recipe: PictureRecipe): boolean {
  return treatmentsOf(recipe).some(({ clip }) => clip?.names !== undefined || clip?.exceptNames !== undefined);
}

const usesPaths = (recipe: PictureRecipe): boolean => clipsByName(recipe) || recipe.output.embedPaths === true;

const cropsToPaths = ({ composite }: PictureRecipe): boolean =>
  composite.layers.some(({ cropPaths }) => cropPaths !== undefined);

/**
 * Tells whether the paths that the master brings along decide about the file: as what is clipped by, or to be held by
 * it.
 */
export function needsPaths(recipe: PictureRecipe): boolean {
  return someRequest(recipe, (request, about) => isMaster(about) && usesPaths(request));
}

/** Tells whether anything in a recipe is about paths that the master brings along. */
export function namesPaths(recipe: PictureRecipe): boolean {
  return someRequest(recipe, (request, about) => isMaster(about) && (usesPaths(request) || cropsToPaths(request)));
}
