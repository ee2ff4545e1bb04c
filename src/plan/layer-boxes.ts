import type { NormalRect } from '../model/geometry.ts';
import { referencesOf } from '../model/recipe/recipe-tree.ts';
import type { Layer, Recipe } from '../model/recipe/recipe.ts';
import { makeFrame } from '../layout/make-frame.ts';
import { originalBeside } from '../layout/original.ts';
import type { MarkedRendition } from './place-marks.ts';

/** A layer of a rendition, and the part of that which it lies on. */
export interface LayerBox {
  readonly label: string;
  /** Of the rendition, cut to it. */
  readonly box: NormalRect;
}

const MOST_LETTERS = 40;

function labelOf({ number, source }: Layer): string {
  const kinds = {
    master: () => 'the asset',
    request: () => 'the asset, as a request shows it',
    object: () => (source.kind === 'object' ? (source.object.path ?? 'the asset') : ''),
    solid: () => 'a colour',
    text: () => (source.kind === 'text' ? source.text.slice(0, MOST_LETTERS) : ''),
  };
  return `${number}: ${kinds[source.kind]()}`;
}

/** Tells whether a recipe is of several layers. */
export const isLayered = (recipe: Recipe): boolean => recipe.kind === 'picture' && recipe.composite.layers.length > 1;

/** The pictures that a recipe names. */
export const namedBy = (recipe: Recipe): readonly string[] => (recipe.kind === 'picture' ? referencesOf(recipe) : []);

const cut = (value: number): number => Math.min(1, Math.max(0, value));

/** The boxes of the layers of a rendition, the lowest first; texts are about as large. Throws RenditionError. */
export function layerBoxes({ recipe, facts, window, references = [] }: MarkedRendition): readonly LayerBox[] {
  if (recipe.kind !== 'picture') return [];
  const original = originalBeside(recipe, facts, references);
  const { composite, placement, tile } = makeFrame(recipe, original, window);
  const { at, from } = placement;
  const [left, top] = [tile.x - at.x + from.x, tile.y - at.y + from.y];
  return composite.layers.map(({ layer, laid }) => {
    const [x, y] = [cut((laid.x - left) / tile.width), cut((laid.y - top) / tile.height)];
    const right = cut((laid.x + laid.width - left) / tile.width);
    const bottom = cut((laid.y + laid.height - top) / tile.height);
    return { label: labelOf(layer), box: [x, y, right - x, bottom - y] };
  });
}
