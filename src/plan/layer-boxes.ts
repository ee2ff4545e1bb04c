import type { NormalRect, Rect } from '../model/geometry.ts';
import { pointsOf } from '../model/recipe/quadrilateral.ts';
import { drawingOf } from '../model/recipe/referenced-image.ts';
import { referencesOf } from '../model/recipe/recipe-tree.ts';
import type { Layer, PictureRecipe, Recipe } from '../model/recipe/recipe.ts';
import type { TextSource } from '../model/text/typesetting.ts';
import { readRichText } from '../serving/rtf/read-rich-text.ts';
import type { LayerFrame } from '../layout/frame.ts';
import { makeFrame } from '../layout/make-frame.ts';
import { originalBeside } from '../layout/original.ts';
import { common } from '../layout/rect.ts';
import type { MarkedRendition } from './place-marks.ts';

/** A layer of a rendition, and the part of that which it lies on. */
export interface LayerBox {
  readonly label: string;
  /** Its box in the rendition, cropped to it. */
  readonly box: NormalRect;
}

const MOST_LETTERS = 40;

/** The name of a picture; of a drawing with values that of its file. */
const pictureName = (path: string | undefined): string =>
  path === undefined ? 'the asset' : (drawingOf(path) ?? path);

/** The picture that a request is about, where that is not the asset. */
function shownBy({ composite: { layers } }: PictureRecipe): string | undefined {
  const [{ source }] = layers;
  return source.kind === 'object' ? source.object.path : undefined;
}

/** The characters of a text without formatting. */
const wordsOf = (source: TextSource): string =>
  readRichText(source)
    .paragraphs.flatMap(({ runs }) => [...runs.map(({ text }) => text), ' '])
    .join('')
    .trim();

/** The part that a layer fills: of one with a perspective what lies within the box around its corners. */
function filledPart({ laid, at, drawn, warp, turn, flip }: LayerFrame): Rect {
  if (!warp || turn || flip !== undefined) return laid;
  const points = pointsOf(warp.corners);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const box = { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
  return common(laid, { ...box, x: box.x + at.x - drawn.window.x, y: box.y + at.y - drawn.window.y }) ?? laid;
}

function labelOf({ number, source }: Layer): string {
  const kinds = {
    master: () => 'the asset',
    request: () =>
      `${pictureName(source.kind === 'request' ? shownBy(source.request) : undefined)}, as a request shows it`,
    object: () => (source.kind === 'object' ? pictureName(source.object.path) : ''),
    solid: () => 'a colour',
    text: () => (source.kind === 'text' ? wordsOf(source).slice(0, MOST_LETTERS) : ''),
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
  return composite.layers.map((frame) => {
    const { layer } = frame;
    const laid = filledPart(frame);
    const [x, y] = [cut((laid.x - left) / tile.width), cut((laid.y - top) / tile.height)];
    const right = cut((laid.x + laid.width - left) / tile.width);
    const bottom = cut((laid.y + laid.height - top) / tile.height);
    return { label: labelOf(layer), box: [x, y, right - x, bottom - y] };
  });
}
