import type { PictureRecipe } from '../model/recipe.ts';
import { present } from '../base/present.ts';

/** What layer 0 is given by composite commands in its own segment. */
type Given = Pick<PictureRecipe, 'flip' | 'operations' | 'clip' | 'sharpen' | 'unsharpMask' | 'unsharpMaskR'>;

/** A request for all of a picture at its own size. */
const PLAIN = { kind: 'picture', view: { scale: 1 }, output: {} } as const;

/** Whether what a recipe does to its layer is just what it does to its composite: nothing comes between the two. */
function isBare({ rotate, extension, underColor, fill, flip, operations, clip }: PictureRecipe): boolean {
  return [rotate, extension, underColor, fill, flip, operations, clip].every((part) => part === undefined);
}

/** What is read of a picture, and how large: reference B.1, 1 to 6. */
const READ = ['source', 'mask', 'crop', 'cropPaths', 'size', 'scale', 'resolution', 'perspective'] as const;
/** What makes a layer of that, before it is clipped: B.1, 8 to 10. */
const TURNED = [...READ, 'underColor', 'rotate', 'extension'] as const;

/** The recipe with some of its parts, and what the layer is given, made the request that the rest is made of. */
function enclose(recipe: PictureRecipe, parts: readonly string[], given: Given): PictureRecipe {
  const entries = Object.entries(recipe);
  const inner: Partial<PictureRecipe> = Object.fromEntries(entries.filter(([part]) => parts.includes(part)));
  const rest = Object.fromEntries(entries.filter(([part]) => !parts.includes(part))) as unknown as PictureRecipe;
  const { resample } = recipe;
  return { ...rest, source: { ...PLAIN, ...present<Partial<PictureRecipe>>({ resample }), ...inner, ...given } };
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
  const { clip: _clip, ...operated } = { ...given, ...sharpening };
  // Operated before it is turned and filled, then clipped before `bgColor` fills what is clear.
  const changed = Object.keys(operated).length > 0 ? enclose(recipe, READ, operated) : recipe;
  return clip ? enclose(changed, TURNED, { clip }) : changed;
}
