import { freeze } from '../base/plain-data.ts';
import { plural } from '../base/text.ts';
import type { Facts, ImageFacts, MasterStat } from '../model/asset.ts';
import type { Layer, PictureRecipe, Recipe, RecipeObject } from '../model/recipe/recipe.ts';
import { someRequest } from '../model/recipe/recipe-tree.ts';
import type { FoundImage, ReferencedImage } from '../model/recipe/referenced-image.ts';
import type { RenditionOrder } from '../model/rendition.ts';
import { printVariables } from '../serving/drawing-variables.ts';
import { printRecipe } from '../serving/print.ts';

type Values = Readonly<Record<string, string>>;

/** The picture that orders are about; without facts it cannot be read. */
export interface OrderedMaster {
  readonly path: string;
  readonly facts: Facts | null;
  readonly sha256: string;
  readonly stat: MasterStat;
}

/** Orders whose drawings have values. */
export interface Filled<Order extends RenditionOrder> {
  readonly orders: readonly Order[];
  /** The pictures that they are made of, the drawings with their values among them. */
  readonly found: ReadonlyMap<string, FoundImage>;
  readonly warnings: readonly string[];
}

const listed = (names: readonly string[]): string => names.map((name) => `$${name}$`).join(', ');

/** Recipes are shared by all masters of a profile, and next to none has variables. */
const KNOWN = new WeakMap<Recipe, boolean>();

function hasVariables(recipe: Recipe): recipe is PictureRecipe {
  if (recipe.kind !== 'picture') return false;
  const has =
    KNOWN.get(recipe) ?? someRequest(recipe, ({ composite }) => composite.layers.some(({ variables }) => variables));
  KNOWN.set(recipe, has);
  return has;
}

class Filling {
  readonly #master: ReferencedImage | undefined;
  readonly found: Map<string, FoundImage>;
  readonly warnings = new Set<string>();

  constructor(master: ReferencedImage | undefined, found: ReadonlyMap<string, FoundImage>) {
    this.#master = master;
    this.found = new Map(found);
  }

  /** `about`: the picture that a request is about, as it is named; absent: the master. */
  picture(recipe: PictureRecipe, about?: string): PictureRecipe {
    const [base, ...above] = recipe.composite.layers;
    const layers = [this.#layer(base, about), ...above.map((layer) => this.#layer(layer, about))] as const;
    return { ...recipe, composite: { ...recipe.composite, layers } };
  }

  #layer({ variables, ...layer }: Layer, about: string | undefined): Layer {
    const { mask } = layer;
    return {
      ...layer,
      source: this.#source(layer.source, about, variables),
      ...(mask?.object && { mask: { ...mask, object: this.#object(mask.object) } }),
    };
  }

  #object(object: RecipeObject): RecipeObject {
    return object.request ? { ...object, request: this.picture(object.request, object.path) } : object;
  }

  #source(source: Layer['source'], about: string | undefined, variables: Values | undefined): Layer['source'] {
    if (source.kind === 'object') return { ...source, object: this.#object(source.object) };
    if (source.kind === 'request') return { ...source, request: this.picture(source.request, about) };
    if (source.kind !== 'master' || !variables) return source;
    const found = about === undefined ? this.#master : this.found.get(about);
    if (!found || 'got' in found || !found.facts.variables) return source;
    return { kind: 'object', object: { path: this.#filled(found, found.facts.variables, variables) } };
  }

  /** The name of a drawing with these values of its variables; what it has none for is told. */
  #filled(drawing: ReferencedImage, names: readonly string[], given: Values): string {
    const known = new Map(Object.entries(given));
    const values = Object.fromEntries(
      names.flatMap((name) => (known.has(name) ? [[name, known.get(name) ?? '']] : [])),
    );
    const empty = names.filter((name) => !known.has(name));
    if (empty.length > 0)
      this.warnings.add(
        `expected values for all of ${drawing.file}, got none for ${listed(empty)}: ${empty.length === 1 ? 'it stays as it is' : 'they stay as they are'}`,
      );
    const object = `${drawing.object}?${printVariables(values)}`;
    this.found.set(object, { ...drawing, object, values });
    return object;
  }

  /** Values that are for the drawing alone, and that it has no variable for. */
  tellUnknown({ composite: { layers } }: PictureRecipe): void {
    const names = this.#master?.facts.variables;
    const strange = Object.keys(layers[0].variables ?? {}).filter((name) => names?.includes(name) === false);
    if (strange.length === 0 || !this.#master) return;
    this.warnings.add(
      `expected values for ${listed(names ?? [])} of ${this.#master.file}, got ${plural(strange.length, 'other')}: ${listed(strange)}`,
    );
  }
}

const asReference = (path: string, facts: ImageFacts, { sha256, stat }: OrderedMaster): ReferencedImage => ({
  ...{ object: path, file: path, stat, sha256, facts },
});

/**
 * Orders whose recipes name drawings with the values that their variables get, by what those drawings are: a master that is
 * no drawing has none. What is not filled is told.
 */
export function fillDrawings<Order extends RenditionOrder>(
  orders: readonly Order[],
  master: OrderedMaster,
  found: ReadonlyMap<string, FoundImage>,
): Filled<Order> {
  if (!orders.some(({ recipe }) => hasVariables(recipe as Recipe))) return { orders, found, warnings: [] };
  const { path, facts } = master;
  const own = facts?.kind === 'image' ? asReference(path, facts, master) : undefined;
  const filling = new Filling(own, found);
  const filled = orders.map((order) => {
    const recipe = order.recipe as Recipe;
    if (!hasVariables(recipe)) return order;
    filling.tellUnknown(recipe);
    const made = filling.picture(recipe);
    return freeze({ ...order, recipe: made, recipeText: printRecipe(made) });
  });
  return { orders: filled, found: filling.found, warnings: [...filling.warnings] };
}
