import { DmxError } from '../model/errors.ts';
import type { Facts, VideoFacts } from '../model/asset.ts';
import type { Size } from '../model/geometry.ts';
import type { RenditionAction } from '../model/plan.ts';
import type { FoundImage } from '../model/recipe/referenced-image.ts';
import type { MovingRecipe } from '../model/recipe/video-recipe.ts';
import type { Recipe } from '../model/recipe/recipe.ts';
import { encodedSize, evenSize, seenSize } from '../model/recipe/video-geometry.ts';
import type { RenditionOrder } from '../model/rendition.ts';
import { outputSize } from '../layout/composite.ts';
import type { SourcePicture } from '../layout/source-region.ts';
import { factsOfPart, partOf } from '../model/recipe/master-part.ts';
import { makeFrame } from '../layout/make-frame.ts';
import { knowsSize, originalBeside } from '../layout/original.ts';

/** Smart crops count as centred: the window that is found has the same size. */
function sizeOfPicture(recipe: Recipe, facts: SourcePicture, references: readonly FoundImage[]): Size | undefined {
  if (recipe.kind === 'pyramid') return outputSize(recipe, factsOfPart(facts, partOf(recipe.master)));
  if (!knowsSize(recipe)) return undefined;
  return makeFrame(recipe, originalBeside(recipe, facts, references)).view;
}

/** The size of a file of one picture; undefined for packaged sets, sheets and tracks. */
function sizeOfClip(recipe: RenditionOrder['recipe'], facts: VideoFacts): Size | undefined {
  if (recipe.kind === 'encoding') return encodedSize(recipe.picture, seenSize(facts, recipe.smartCrop));
  return recipe.kind === 'still' ? sizeOfPicture(recipe.picture, facts, []) : undefined;
}

/** The size of a clip of a picture that moves. */
function movingSize({ picture }: MovingRecipe, facts: Size, references: readonly FoundImage[]): Size | undefined {
  const size = sizeOfPicture(picture, facts, references);
  return size && evenSize(size);
}

function orderedSize(
  recipe: RenditionOrder['recipe'],
  facts: Facts,
  references: readonly FoundImage[],
): Size | undefined {
  if (recipe.kind === 'moving') return movingSize(recipe, facts, references);
  if (recipe.kind !== 'picture' && recipe.kind !== 'pyramid')
    return facts.kind === 'video' ? sizeOfClip(recipe, facts) : undefined;
  return facts.kind === 'image' ? sizeOfPicture(recipe, facts, references) : undefined;
}

/**
 * Pixels of the file that an action leaves or takes away: of one to be made as its frame has them. Undefined where that
 * is not known before it is made, among them what will fail.
 */
export function plannedSize(action: RenditionAction, facts: Facts | null): Size | undefined {
  if (action.action !== 'make') return { width: action.record.width, height: action.record.height };
  if (!facts) return undefined;
  try {
    return orderedSize(action.order.recipe, facts, action.references ?? []);
  } catch (error) {
    if (error instanceof DmxError) return undefined;
    throw error;
  }
}
