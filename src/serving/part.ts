import type { Layer, MasterTreatment, PictureRecipe, Recipe, Treatment } from '../model/recipe/recipe.ts';

/**
 * The segment of a text that a command stands in: that of a layer, by its number; undefined: the composite's, where source
 * and layer commands are about layer 0 (reference A.2).
 */
export type Segment = number | undefined;

/** The part of a recipe that a command is about. */
export interface Part<P> {
  /** Undefined where the recipe has none. */
  of(recipe: Recipe, segment: Segment): P | undefined;
  /** The recipe with that part changed; as it is, where it cannot have one. */
  change(recipe: Recipe, segment: Segment, to: (part: P) => P): Recipe;
}

/** A recipe of any kind. */
export const RECIPE: Part<Recipe> = {
  of: (recipe) => recipe,
  change: (recipe, _segment, to) => to(recipe),
};

/** A picture: pyramids are left as they are. */
export const PICTURE: Part<PictureRecipe> = {
  of: (recipe) => (recipe.kind === 'picture' ? recipe : undefined),
  change: (recipe, _segment, to) => (recipe.kind === 'picture' ? to(recipe) : recipe),
};

/** Settings of a profile about the master. */
export const MASTER: Part<Omit<MasterTreatment, 'smartCrop'>> = {
  of: ({ master }) => master,
  change: (recipe, _segment, to) => ({ ...recipe, master: { ...recipe.master, ...to(recipe.master ?? {}) } }),
};

/** A layer that nothing is said of: a colour fills it, unless it has a source. */
const newLayer = (number: number): Layer => ({ number, source: { kind: 'solid' } });

function changeLayer(recipe: PictureRecipe, number: number, to: (layer: Layer) => Layer): PictureRecipe {
  const { composite } = recipe;
  const [base, ...above] = composite.layers;
  if (number === 0) return { ...recipe, composite: { ...composite, layers: [to(base), ...above] } };
  const others = above.filter((layer) => layer.number !== number);
  const changed = to(above.find((layer) => layer.number === number) ?? newLayer(number));
  const sorted = [...others, changed].toSorted((a, b) => a.number - b.number);
  return { ...recipe, composite: { ...composite, layers: [base, ...sorted] } };
}

/** A recipe that has a layer of that number. */
export function withLayer(recipe: Recipe, number: number): Recipe {
  return recipe.kind === 'picture' ? changeLayer(recipe, number, (layer) => layer) : recipe;
}

function layerOf({ composite }: PictureRecipe, number: number): Layer | undefined {
  return composite.layers.find((layer) => layer.number === number);
}

/** The layer in whose segment a command stands, or layer 0. */
export const LAYER: Part<Layer> = {
  of: (recipe, segment = 0) => (recipe.kind === 'picture' ? layerOf(recipe, segment) : undefined),
  change: (recipe, segment = 0, to) => (recipe.kind === 'picture' ? changeLayer(recipe, segment, to) : recipe),
};

/** Operations on the composite, or to the layer in whose segment a command stands. */
export const TREATMENT: Part<Treatment> = {
  of: (recipe, segment) => {
    if (recipe.kind !== 'picture') return undefined;
    return segment === undefined ? recipe.composite : layerOf(recipe, segment)?.own;
  },
  change: (recipe, segment, to) => {
    if (recipe.kind !== 'picture') return recipe;
    const { composite } = recipe;
    if (segment === undefined) return { ...recipe, composite: { ...composite, ...to(composite) } };
    return changeLayer(recipe, segment, (layer) => ({ ...layer, own: to(layer.own ?? {}) }));
  },
};
