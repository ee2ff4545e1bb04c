import type { Composite, Layer, MasterTreatment, PictureRecipe, Recipe, Treatment } from '../model/recipe/recipe.ts';

/**
 * The segment of a text that a command stands in: that of a layer, or of one of its effects. Without a layer it is the
 * composite's, where source and layer commands are about layer 0 (reference A.2).
 */
export interface Segment {
  readonly layer?: number;
  readonly effect?: number;
}

/** The segment of a text before its first `layer`. */
export const COMPOSITE: Segment = {};

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

/** A layer or an effect that nothing is said of: a colour fills it, unless it has a source. */
const newLayer = (number: number): Layer => ({ number, source: { kind: 'solid' } });

/** Layers by number, one of them changed or added. */
function withChanged(layers: readonly Layer[], number: number, to: (layer: Layer) => Layer): readonly Layer[] {
  const others = layers.filter((layer) => layer.number !== number);
  const changed = to(layers.find((layer) => layer.number === number) ?? newLayer(number));
  return [...others, changed].toSorted((a, b) => a.number - b.number);
}

function changeLayer({ layers: [base, ...above], ...rest }: Composite, number: number, to: (layer: Layer) => Layer) {
  return number === 0
    ? { ...rest, layers: [to(base), ...above] as const }
    : { ...rest, layers: [base, ...withChanged(above, number, to)] as const };
}

type Bearer = Pick<Layer, 'effects'>;

const changeEffect = <B extends Bearer>(bearer: B, effect: number, to: (effect: Layer) => Layer): B => ({
  ...bearer,
  effects: withChanged(bearer.effects ?? [], effect, to),
});

/** The composite with the layer of a segment changed, or the effect that the segment is about. */
function changed(composite: Composite, { layer, effect }: Segment, to: (layer: Layer) => Layer): Composite {
  if (effect === undefined) return changeLayer(composite, layer ?? 0, to);
  if (layer === undefined) return changeEffect(composite, effect, to);
  return changeLayer(composite, layer, (bearer) => changeEffect(bearer, effect, to));
}

function found({ layers, effects }: Composite, { layer, effect }: Segment): Layer | undefined {
  const own = layers.find(({ number }) => number === (layer ?? 0));
  if (effect === undefined) return own;
  return (layer === undefined ? effects : own?.effects)?.find(({ number }) => number === effect);
}

/** A recipe that has the layer or effect of a segment. */
export function withSegment(recipe: Recipe, segment: Segment): Recipe {
  return LAYER.change(recipe, segment, (layer) => layer);
}

/** The layer or effect in whose segment a command stands, or layer 0. */
export const LAYER: Part<Layer> = {
  of: (recipe, segment) => (recipe.kind === 'picture' ? found(recipe.composite, segment) : undefined),
  change: (recipe, segment, to) =>
    recipe.kind === 'picture' ? { ...recipe, composite: changed(recipe.composite, segment, to) } : recipe,
};

const isComposite = ({ layer, effect }: Segment): boolean => layer === undefined && effect === undefined;

/** Operations on the composite, or to the layer or effect in whose segment a command stands. */
export const TREATMENT: Part<Treatment> = {
  of: (recipe, segment) => {
    if (recipe.kind !== 'picture') return undefined;
    return isComposite(segment) ? recipe.composite : found(recipe.composite, segment)?.own;
  },
  change: (recipe, segment, to) => {
    if (recipe.kind !== 'picture') return recipe;
    const { composite } = recipe;
    if (isComposite(segment)) return { ...recipe, composite: { ...composite, ...to(composite) } };
    return LAYER.change(recipe, segment, (layer) => ({ ...layer, own: to(layer.own ?? {}) }));
  },
};
