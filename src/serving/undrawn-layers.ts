import type { PictureRecipe } from '../model/recipe/recipe.ts';
import { isDrawn } from './resolve/resolve-layer.ts';

/** The reason why a layer of a colour shows nothing. */
export const UNDRAWN = 'a layer of a colour has no size of its own: it needs `size`, `mask` or `clipPath`';

/**
 * The layers of a recipe that are to show a colour and have no size to show it in. One that says to be of no size is left out where its
 * text has variables (`filled`): these may mean it.
 */
export function undrawnLayers({ composite }: PictureRecipe, filled: boolean): readonly number[] {
  const [, ...above] = composite.layers;
  const undrawn = above.filter((layer) => layer.source.kind === 'solid' && layer.hidden !== true && !isDrawn(layer));
  const colored = undrawn.filter(({ underColor, fill }) => [underColor, fill].some((color) => (color?.alpha ?? 0) > 0));
  return colored.filter(({ size }) => !(filled && size)).map(({ number }) => number);
}
