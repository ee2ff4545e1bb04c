import { encodedText } from '../../base/encoded-path.ts';
import type { MovingRecipe, VideoRecipe, SpriteRecipe, StillRecipe } from '../../model/recipe/video-recipe.ts';
import { printRecipe } from '../../serving/print.ts';

/** Every value of plain data with the way to it, `picture.through.0.height`; what is undefined is not there. */
function* leaves(value: unknown, way: string): Iterable<readonly [string, string]> {
  if (value === undefined) return;
  if (typeof value === 'string') yield [way, value];
  else if (value === null || typeof value !== 'object') yield [way, JSON.stringify(value)];
  else for (const [key, held] of Object.entries(value)) yield* leaves(held, way === '' ? key : `${way}.${key}`);
}

function printLeaves(value: object): string {
  const sorted = [...leaves(value, '')].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([way, text]) => `${way}=${encodedText(text)}`).join('&');
}

/** A still is what any picture is, taken at a time. */
function printStill({ at, picture }: StillRecipe): string {
  return `${printLeaves({ still: at ?? 'auto' })}&${printRecipe(picture)}`;
}

function printSprite({ picture, ...sprite }: SpriteRecipe): string {
  return `${printLeaves(sprite)}&${printRecipe(picture)}`;
}

/** The text of a picture, and of how its frames are written. */
function printMoving({ kind, encoding, picture }: MovingRecipe): string {
  return `${printLeaves({ kind, ...encoding })}&${printRecipe(picture)}`;
}

/**
 * The part of a packaged set's text that says what is encoded: sets that agree in it have the same encoded files,
 * whatever else they list.
 */
export function encodedPart(recipeText: string): string {
  const parts = recipeText.split('&').filter((part) => !/^(?:tracks|packaging)\./.test(part));
  return parts.join('&');
}

/** The canonical text of what is made of a clip: equal recipes give equal texts, for ever. */
export function printVideoRecipe(recipe: VideoRecipe): string {
  if (recipe.kind === 'still') return printStill(recipe);
  if (recipe.kind === 'moving') return printMoving(recipe);
  return recipe.kind === 'sprite' ? printSprite(recipe) : printLeaves(recipe);
}
