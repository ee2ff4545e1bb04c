import { freeze } from '../base/plain-data.ts';
import { present } from '../base/present.ts';
import type { PictureRecipe } from '../model/recipe/recipe.ts';
import { BASE_LAYER, referencesOf, renamed } from '../model/recipe/recipe-tree.ts';
import type { FoundImage } from '../model/recipe/referenced-image.ts';
import type { RenditionOrder } from '../model/rendition.ts';
import { suffixesOf } from '../serving/resolve/localisation.ts';
import { printRecipe } from '../serving/print.ts';
import type { ServerSettings } from '../serving/resolve/server-settings.ts';

/** Settings by which a picture that is named is found. */
export interface StandInSettings extends Pick<ServerSettings, 'localemap' | 'defaultlocale' | 'defaultimage'> {
  /** 0: the default image takes the place of all of the rendition, 1: of the picture that is missing. */
  readonly defaultimagemode: 0 | 1;
}

/** A name of a picture with the suffix of a locale, which stands before the ending of a file. */
function suffixed(path: string, suffix: string): string {
  const [name = '', ending = ''] = path.split(/(?=\.\w{1,4}$)/);
  return `${name}${suffix}${ending}`;
}

/** The names under which a picture is looked for, the first that is there counts. */
function namesOf(path: string, { locale }: PictureRecipe, settings: StandInSettings): readonly string[] {
  return suffixesOf(locale, settings).map((suffix) => suffixed(path, suffix));
}

/** The names of all pictures that a recipe may be made of beside its master. */
export function lookedFor(recipe: RenditionOrder['recipe'], settings: StandInSettings): readonly string[] {
  if (recipe.kind !== 'picture') return [];
  const names = referencesOf(recipe).flatMap((path) => namesOf(path, recipe, settings));
  const { defaultImage = '' } = recipe;
  return [...new Set([...names, ...(defaultImage === '' ? [] : [defaultImage])])];
}

/** A recipe with missing pictures replaced, and warnings about these. */
interface Found {
  readonly recipe: PictureRecipe;
  readonly warnings: readonly string[];
}

/** A rendition replaced by its default image: only size, format and background are kept. */
function replaced({ view, ...recipe }: PictureRecipe, path: string): PictureRecipe {
  const { region: _region, tile: _tile, ...size } = view;
  const { background, resample, output, metadata } = recipe;
  return present<PictureRecipe>({
    kind: 'picture',
    composite: { layers: [{ ...BASE_LAYER, source: { kind: 'object', object: { path } } }] },
    ...{ view: size, background, resample, output, metadata },
  });
}

function find(asked: PictureRecipe, found: ReadonlyMap<string, FoundImage>, settings: StandInSettings): Found {
  const { locale: _locale, defaultImage = '', ...recipe } = asked;
  const isThere = (name: string): boolean => 'sha256' in (found.get(name) ?? {});
  const nameOf = (path: string): string | undefined => namesOf(path, asked, settings).find(isThere);
  const missing = referencesOf(asked).filter((path) => nameOf(path) === undefined);
  const hasDefault = missing.length > 0 && isThere(defaultImage);
  const otherwise = (path: string): string => (hasDefault ? defaultImage : (namesOf(path, asked, settings)[0] ?? path));
  const own = renamed(recipe, (path) => nameOf(path) ?? otherwise(path));
  const all = hasDefault && settings.defaultimagemode === 0;
  const warnings = hasDefault
    ? missing.map(
        (path) =>
          `expected the picture ${path}, got none: ${defaultImage} takes ${all ? 'the place of all' : 'its place'}`,
      )
    : [];
  return { recipe: all ? replaced(recipe, defaultImage) : own, warnings };
}

/** Orders made of pictures that are there. */
export interface StoodIn<Order extends RenditionOrder> {
  readonly orders: readonly Order[];
  readonly warnings: readonly string[];
}

/**
 * Orders whose recipes name the very pictures that they are made of: those of their locale, and the default image in place
 * of what is missing, which is told. A default image that is missing too leaves a recipe as it is, so that its rendition
 * fails with the name of the picture.
 */
export function standIn<Order extends RenditionOrder>(
  orders: readonly Order[],
  found: ReadonlyMap<string, FoundImage>,
  settings: StandInSettings,
): StoodIn<Order> {
  const warnings = new Set<string>();
  const made = orders.map((order) => {
    const { recipe: asked } = order;
    if (asked.kind !== 'picture' || (asked.locale ?? asked.defaultImage) === undefined) return order;
    const { recipe, warnings: said } = find(asked, found, settings);
    for (const warning of said) warnings.add(warning);
    return freeze({ ...order, recipe, recipeText: printRecipe(recipe) });
  });
  return { orders: made, warnings: [...warnings] };
}
