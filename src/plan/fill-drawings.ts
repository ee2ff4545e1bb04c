import { encodedText } from '../base/encoded-path.ts';
import { freeze } from '../base/plain-data.ts';
import { plural } from '../base/text.ts';
import type { Facts, ImageFacts, MasterStat } from '../model/asset.ts';
import type { Layer, PictureRecipe, Recipe, RecipeObject } from '../model/recipe/recipe.ts';
import { FULL_SIZE, someRequest } from '../model/recipe/recipe-tree.ts';
import { filledName, type FoundImage, type ReferencedImage } from '../model/recipe/referenced-image.ts';
import type { RenditionOrder } from '../model/rendition.ts';
import { readDrawingRequest, type RequestSettings } from '../serving/drawing-requests.ts';
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

/** Values as a part of a name: line ends and `/` would be none of one. */
const nameOf = (values: Values): string => encodedText(printVariables(values));

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

/** Tells whether a referenced image is a drawing with requests for pictures. */
const asksPictures = (found: FoundImage | undefined): found is ReferencedImage =>
  found !== undefined && 'facts' in found && found.facts.requests !== undefined;

/** A source that shows an object; without a path that is a request. */
function sourceOf({ path, request }: RecipeObject, as: Extract<Layer['source'], { kind: 'object' }>): Layer['source'] {
  return path === undefined && request
    ? { kind: 'request', request }
    : { ...as, object: { ...(path !== undefined && { path }), ...(request && { request }) } };
}

class Filling {
  readonly #master: ReferencedImage | undefined;
  readonly #settings: RequestSettings;
  /** The drawings whose pictures are looked at, by name: one that asks for itself has no end. */
  readonly #within: string[] = [];
  readonly found: Map<string, FoundImage>;
  readonly warnings = new Set<string>();

  constructor(master: ReferencedImage | undefined, found: ReadonlyMap<string, FoundImage>, settings: RequestSettings) {
    this.#master = master;
    this.#settings = settings;
    this.found = new Map(found);
  }

  /** Tells whether a drawing with requests may be among the recipes' images. */
  get asks(): boolean {
    return asksPictures(this.#master) || [...this.found.values()].some(asksPictures);
  }

  /** `about`: the picture that a request is about, as it is named; absent: the master. */
  picture(recipe: PictureRecipe, about?: string): PictureRecipe {
    const [base, ...above] = recipe.composite.layers;
    const { smartCrop, margins } = recipe.master ?? {};
    // They are taken of the file itself, which is refused where a frame is made of it.
    if (about === undefined && asksPictures(this.#master) && (smartCrop ?? margins)) return recipe;
    const layers = [this.#layer(base, about), ...above.map((layer) => this.#layer(layer, about))] as const;
    return { ...recipe, composite: { ...recipe.composite, layers } };
  }

  #layer({ variables, ...layer }: Layer, about: string | undefined): Layer {
    const { mask } = layer;
    return {
      ...layer,
      ...this.#source(layer.source, about, variables),
      ...(mask?.object && { mask: { ...mask, object: this.#object(mask.object) } }),
    };
  }

  /** A drawing that asks for pictures is a request about what it becomes with them. */
  #object(object: RecipeObject): RecipeObject {
    const { path } = object;
    if (path !== undefined && this.#within.includes(path)) return object;
    const asks = path !== undefined && asksPictures(this.found.get(path));
    const request = object.request ?? (asks ? FULL_SIZE : undefined);
    if (!request) return object;
    const made = this.picture(request, path);
    return asks ? { request: made } : { ...object, request: made };
  }

  #source(
    source: Layer['source'],
    about: string | undefined,
    variables: Values | undefined,
  ): Pick<Layer, 'source' | 'pictures'> {
    if (source.kind === 'object') return { source: sourceOf(this.#object(source.object), source) };
    if (source.kind === 'request') return { source: { ...source, request: this.picture(source.request, about) } };
    const found = about === undefined ? this.#master : this.found.get(about);
    if (source.kind !== 'master' || !found || 'got' in found) return { source };
    return this.#drawing(found, variables) ?? { source };
  }

  /** A drawing as it is filled; undefined where nothing is put into it. */
  #drawing(found: ReferencedImage, values: Values | undefined): Pick<Layer, 'source' | 'pictures'> | undefined {
    const { variables: names, requests } = found.facts;
    if (!requests && (!values || !names)) return undefined;
    const given = values ?? {};
    return {
      source: { kind: 'object', object: { path: this.#filled(found, names ?? [], given) } },
      ...(requests && { pictures: this.#pictures(found, requests, given) }),
    };
  }

  /** The pictures of a drawing: its values hold in its requests too. */
  #pictures({ object, file }: ReferencedImage, requests: readonly string[], values: Values): readonly RecipeObject[] {
    this.#within.push(object);
    const pictures = requests.map((request) => {
      const read = readDrawingRequest(request, values, this.#settings);
      for (const problem of read.problems) this.warnings.add(`${problem} (in ${request} of ${file})`);
      return this.#object(read.object);
    });
    this.#within.pop();
    return pictures;
  }

  /**
   * The name of a drawing with these values of its variables, and of its requests, in which all of them hold; what it has
   * none for is told.
   */
  #filled(drawing: ReferencedImage, names: readonly string[], given: Values): string {
    const known = new Map(Object.entries(given));
    const { requests, ...facts } = drawing.facts;
    const values = requests
      ? given
      : Object.fromEntries(names.flatMap((name) => (known.has(name) ? [[name, known.get(name) ?? '']] : [])));
    const empty = names.filter((name) => !known.has(name));
    if (empty.length > 0)
      this.warnings.add(
        `expected values for all of ${drawing.file}, got none for ${listed(empty)}: ${empty.length === 1 ? 'it stays as it is' : 'they stay as they are'}`,
      );
    const object = filledName(drawing.object, nameOf(values));
    this.found.set(object, { ...drawing, facts, object, values });
    return object;
  }

  /** Values that are for the drawing alone, and that it has no variable for. */
  tellUnknown({ composite: { layers } }: PictureRecipe): void {
    // All of them hold in its requests.
    if (this.#master?.facts.requests) return;
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
 * Orders whose recipes name drawings with the values that their variables get, and with the pictures that they ask for, by
 * what those drawings are: a master that is no drawing has none. What is not filled is told.
 */
export function fillDrawings<Order extends RenditionOrder>(
  orders: readonly Order[],
  master: OrderedMaster,
  found: ReadonlyMap<string, FoundImage>,
  settings: RequestSettings,
): Filled<Order> {
  const { path, facts } = master;
  const own = facts?.kind === 'image' ? asReference(path, facts, master) : undefined;
  const filling = new Filling(own, found, settings);
  const { asks } = filling;
  const isFilled = (recipe: Order['recipe']): recipe is Order['recipe'] & PictureRecipe =>
    recipe.kind === 'picture' && (asks || hasVariables(recipe));
  if (!orders.some(({ recipe }) => isFilled(recipe))) return { orders, found, warnings: [] };
  const filled = orders.map((order) => {
    const { recipe } = order;
    if (!isFilled(recipe)) return order;
    filling.tellUnknown(recipe);
    const made = filling.picture(recipe);
    return freeze({ ...order, recipe: made, recipeText: printRecipe(made) });
  });
  return { orders: filled, found: filling.found, warnings: [...filling.warnings] };
}
