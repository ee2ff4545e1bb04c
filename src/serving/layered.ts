import { present } from '../base/present.ts';
import type { ClippingPath, Composite, Layer, PictureRecipe, ResampleMode, Treatment } from '../model/recipe/recipe.ts';
import { FULL_SIZE } from '../model/recipe/recipe-tree.ts';

/** Tells whether what is done to a layer is just what is done to its composite: nothing comes between the two. */
function isBare({ rotate, extension, underColor, fill }: Layer, { flip, operations, clip }: Composite): boolean {
  return [rotate, extension, underColor, fill, flip, operations, clip].every((part) => part === undefined);
}

/** A layer that is made of the reply to a request: all of another layer at its own size, treated by itself. */
function enclosed(inner: Layer, own: Treatment, resample: ResampleMode | undefined): Pick<Layer, 'number' | 'source'> {
  const request = { ...FULL_SIZE, composite: { ...own, layers: [inner] as const }, ...(resample && { resample }) };
  return { number: inner.number, source: { kind: 'request', request } };
}

type Turning = Pick<Layer, 'underColor' | 'rotate' | 'extension' | 'fill'>;

/** A layer that is operated before it is turned, extended and filled. */
function operatedInside(layer: Layer, own: Treatment, resample: ResampleMode | undefined): Layer {
  const { underColor, rotate, extension, fill, ...read } = layer;
  return { ...enclosed(read, own, resample), ...present<Turning>({ underColor, rotate, extension, fill }) };
}

/** A layer that is clipped before `bgColor` fills what is clear of it. */
function clippedInside(layer: Layer, clip: ClippingPath, resample: ResampleMode | undefined): Layer {
  const { fill, ...turned } = layer;
  return { ...enclosed(turned, { clip }, resample), ...(fill && { fill }) };
}

/**
 * The recipe of a picture whose layer 0 is treated by itself, as one that says the same without that (reference B.1:
 * before what turns, extends and fills it, and before all that is done to the composite). Where both would be the same
 * they become one, else the layer is a request that the recipe is made of.
 */
export function withoutOwnTreatment(recipe: PictureRecipe): PictureRecipe {
  const { composite, resample } = recipe;
  const [{ own, ...base }, ...above] = composite.layers;
  if (!own) return recipe;
  const { clip, ...operated } = own;
  const { sharpen, unsharpMask, unsharpMaskR } = own;
  const sharpens = [sharpen, unsharpMask, unsharpMaskR].some((part) => part !== undefined);
  if (!sharpens && isBare(base, composite))
    return { ...recipe, composite: { ...composite, ...own, layers: [base, ...above] } };
  const changed = Object.keys(operated).length > 0 ? operatedInside(base, operated, resample) : base;
  const layer = clip ? clippedInside(changed, clip, resample) : changed;
  return { ...recipe, composite: { ...composite, layers: [layer, ...above] } };
}
