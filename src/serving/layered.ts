import type { PictureRecipe } from '../model/recipe.ts';
import { present } from './present.ts';

/** What layer 0 is given by composite commands in its own segment. */
type Given = Pick<PictureRecipe, 'flip' | 'operations' | 'clip' | 'sharpen' | 'unsharpMask' | 'unsharpMaskR'>;

/** A request for all of a picture at its own size. */
const WHOLE = { kind: 'picture', view: { scale: 1 }, output: {} } as const;

/** Whether what a recipe does to its layer is just what it does to its composite: nothing comes between the two. */
function isBare({ rotate, extension, underColor, fill, flip, operations, clip }: PictureRecipe): boolean {
  return [rotate, extension, underColor, fill, flip, operations, clip].every((part) => part === undefined);
}

/** The picture with its operations, made the source of the rest: mirrored and changed before it is turned and filled. */
function operated(recipe: PictureRecipe, { clip: _clip, ...given }: Given): PictureRecipe {
  if (Object.keys(given).length === 0) return recipe;
  const { source, mask, crop, cropPaths, size, scale, resolution, perspective, ...rest } = recipe;
  const { resample } = rest;
  const read = { source, mask, crop, cropPaths, size, scale, resolution, perspective, resample };
  return { ...rest, source: { ...WHOLE, ...present<Partial<PictureRecipe>>(read), ...given } };
}

/** The layer with its clips, made the source of the rest: clipped before `bgColor` fills what is clear. */
function clipped(recipe: PictureRecipe, { clip }: Given): PictureRecipe {
  if (!clip) return recipe;
  const { source, mask, crop, cropPaths, size, scale, resolution, perspective, ...after } = recipe;
  const { underColor, rotate, extension, ...rest } = after;
  const { resample } = rest;
  const read = { source, mask, crop, cropPaths, size, scale, resolution, perspective, resample };
  const layer = present<Partial<PictureRecipe>>({ ...read, underColor, rotate, extension });
  return { ...rest, source: { ...WHOLE, ...layer, clip } };
}

/**
 * The recipe of a picture whose layer 0 is given mirrors, operations, clips and sharpening of its own (reference B.1:
 * before what turns, extends and fills it, and before all that is done to the composite). `layer` holds nothing else.
 * Where both would be the same it stays one request, else the layer is a request that the recipe is made of.
 */
export function layered(recipe: PictureRecipe, layer: PictureRecipe): PictureRecipe {
  const { flip, operations, clip, sharpen, unsharpMask, unsharpMaskR } = layer;
  const sharpening = present<Given>({ sharpen, unsharpMask, unsharpMaskR });
  const given = present<Given>({ flip, operations, clip });
  if (Object.keys(sharpening).length === 0 && isBare(recipe)) return { ...recipe, ...given };
  return clipped(operated(recipe, { ...given, ...sharpening }), given);
}
