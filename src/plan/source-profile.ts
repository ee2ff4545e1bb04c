import { freeze } from '../base/plain-data.ts';
import type { ColorSpace, Facts } from '../model/asset.ts';
import { BUILT_IN, canonicalProfile, namedProfile } from '../model/colors/profile-names.ts';
import type { RenditionOrder } from '../model/rendition.ts';
import type { PixelType, Recipe } from '../model/recipe/recipe.ts';
import { printRecipe } from '../serving/print.ts';

/** Settings with the source profiles for untagged masters, by pixel type. */
export interface SourceProfiles {
  readonly iccprofilesrcrgb?: string | undefined;
  readonly iccprofilesrccmyk?: string | undefined;
  readonly iccprofilesrcgray?: string | undefined;
  /** Output profiles, used where no source profile is set. */
  readonly iccprofilergb?: string | undefined;
  readonly iccprofilecmyk?: string | undefined;
  readonly iccprofilegray?: string | undefined;
}

const TYPES: Partial<Readonly<Record<ColorSpace, PixelType>>> = { srgb: 'rgb', gray: 'gray', cmyk: 'cmyk' };

function namedFor(type: PixelType, settings: SourceProfiles): string | undefined {
  if (type === 'rgb') return settings.iccprofilesrcrgb ?? settings.iccprofilergb;
  if (type === 'cmyk') return settings.iccprofilesrccmyk ?? settings.iccprofilecmyk;
  return settings.iccprofilesrcgray ?? settings.iccprofilegray;
}

/** The profile that an untagged master is assumed to have; undefined where it is tagged, or no setting names one. */
export function sourceProfileOf(facts: Facts | null, settings: SourceProfiles): string | undefined {
  if (facts?.kind !== 'image' || facts.icc !== null || facts.told !== undefined) return undefined;
  const type = TYPES[facts.colorSpace];
  if (type === undefined) return undefined;
  const name = namedFor(type, settings);
  return name === undefined || namedProfile(name)?.name === BUILT_IN ? undefined : canonicalProfile(name);
}

/** Pyramids keep the master's pixel values; the profile is needed only where levels are converted. */
function withProfile<Order extends RenditionOrder>(order: Order, sourceProfile: string): Order {
  if (order.recipe.kind !== 'picture') return order;
  const recipe: Recipe = { ...order.recipe, master: { ...order.recipe.master, sourceProfile } };
  return freeze({ ...order, recipe, recipeText: printRecipe(recipe) });
}

/** The orders for a master whose numbers are taken to be in a profile of the settings. */
export function withSourceProfile<Order extends RenditionOrder>(
  orders: readonly Order[],
  facts: Facts | null,
  settings: SourceProfiles,
): readonly Order[] {
  const profile = sourceProfileOf(facts, settings);
  return profile === undefined ? orders : orders.map((order) => withProfile(order, profile));
}
