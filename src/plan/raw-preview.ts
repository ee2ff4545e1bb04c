import { freeze } from '../base/plain-data.ts';
import type { Facts } from '../model/asset.ts';
import type { RenditionOrder } from '../model/rendition.ts';
import type { ImageProfile } from '../profiles/image.ts';
import { printRecipe } from '../serving/print.ts';

/** Tells whether a profile takes the picture that the camera made of a raw, and the raw holds one that is as large. */
export const takesPreview = (facts: Facts | null, profile: ImageProfile | undefined): boolean =>
  profile?.raw === 'preview' && facts?.kind === 'image' && facts.preview !== undefined;

/**
 * For a raw whose profile prefers the camera's embedded preview: its orders with that preview as the source; otherwise
 * unchanged.
 */
export function withRawPreview<Order extends RenditionOrder>(
  orders: readonly Order[],
  facts: Facts | null,
  profile: ImageProfile | undefined,
): readonly Order[] {
  if (!takesPreview(facts, profile)) return orders;
  return orders.map((order) => {
    if (order.recipe.kind !== 'picture' && order.recipe.kind !== 'pyramid') return order;
    const recipe = { ...order.recipe, master: { ...order.recipe.master, rawPreview: true as const } };
    return freeze({ ...order, recipe, recipeText: printRecipe(recipe) });
  });
}
