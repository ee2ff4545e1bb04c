import { DmxError } from '../../model/errors.ts';
import { outputFormat } from '../../model/output-formats.ts';
import { type Rect, roundSize, type Size } from '../../model/geometry.ts';
import { levelFor } from '../../model/level.ts';
import type { PictureRecipe } from '../../model/recipe.ts';
import { compositeGeometry, outputSize } from '../../layout/composite.ts';
import { outerRecipe, sourceRecipe } from '../../layout/nested.ts';
import { warpOf } from '../../layout/perspective.ts';
import type { Origin } from '../../layout/source-region.ts';
import { drawnPart, placement, viewGeometry } from '../../layout/view.ts';

/** How large everything is that the making of one picture takes: what is read, from which level, what is encoded. */
export interface Sketch {
  readonly recipe: PictureRecipe;
  /** Size of the part of the master that it shows. */
  readonly region: Size;
  /** Regions that are the same part of the master have the same text; that of a smart crop counts as centred. */
  readonly regionKey: string;
  readonly level: number;
  /** Whether it is read at another size than its region has. */
  readonly scales: boolean;
  /** Pictures that are windows of the same scaled picture have the same text: they may be cut from one reading. */
  readonly scaleKey: string;
  /** This one's window. */
  readonly shown: Rect;
  /** Pixels read at the rendition's scale. */
  readonly readPixels: number;
  /** Pixels of the layer that these are bent into; 0 where they are not. */
  readonly warpedPixels: number;
  /** Pixels of the finished rendition. */
  readonly viewPixels: number;
  /** Pixels that steps work on before the view is cut: more than it shows where they count what there is. */
  readonly canvasPixels: number;
  /** Whether the finished pixels keep an alpha channel where the master has one. */
  readonly keepsAlpha: boolean;
  /** Pictures for which the file is read but once have the same text: all of a region but those at level 0. */
  readonly readingKey: string;
}

const pixelsOf = ({ width, height }: Size): number => width * height;
const textOf = ({ x, y, width, height }: Rect): string => [x, y, width, height].join();

/** What is read of a region, and how many pixels a perspective makes of it. */
type Draft = Pick<Sketch, 'readPixels' | 'warpedPixels'> & { readonly read: Size };

/** A free turn reads the whole region, and so does a perspective; else only what shows is read. */
function draft(recipe: PictureRecipe, region: Size, layer: Size, shown: Size): Draft {
  const warp = warpOf(recipe, region, layer);
  const free = (recipe.rotate ?? 0) % 90 !== 0;
  const layerPixels = free ? pixelsOf(layer) : Math.min(pixelsOf(layer), pixelsOf(shown));
  if (!warp) return { read: layer, readPixels: layerPixels, warpedPixels: 0 };
  return { read: warp.source, readPixels: pixelsOf(warp.source), warpedPixels: layerPixels };
}

/** A normalised colour is about the median of all the picture. */
const looksAtAll = ({ operations }: PictureRecipe): boolean => operations?.colorize?.normalize === true;

function sketch(recipe: PictureRecipe, master: Origin): Sketch | undefined {
  const { region, layer, composite } = compositeGeometry(recipe, master);
  const geometry = viewGeometry(composite, recipe.view);
  const { scaled } = geometry;
  const drawn = drawnPart(geometry, recipe);
  const shown = drawn && placement(geometry, drawn)?.from;
  if (!drawn || !shown) return undefined;
  const scale = Math.max(scaled.width / composite.width, scaled.height / composite.height);
  const drawnLayer = { width: roundSize(layer.width * scale), height: roundSize(layer.height * scale) };
  const { read, readPixels, warpedPixels } = draft(recipe, region, drawnLayer, shown);
  const level = levelFor(region, read);
  const scales = read.width !== region.width || read.height !== region.height;
  const keepsAlpha = outputFormat(recipe.output.format ?? 'jpeg')?.alpha === true;
  const regionKey = textOf(region);
  const part = warpedPixels > 0 ? '' : textOf(shown);
  const readingKey = level > 0 ? regionKey : [regionKey, pixelsOf(read), part].join();
  const viewPixels = Math.max(pixelsOf(geometry.tile), pixelsOf(drawn));
  const canvasPixels = Math.max(viewPixels, pixelsOf(looksAtAll(recipe) ? scaled : shown));
  const pixels = { readPixels, warpedPixels, viewPixels, canvasPixels };
  const scaleKey = [regionKey, read.width, read.height, recipe.resample ?? ''].join();
  return { recipe, region, regionKey, level, scales, scaleKey, shown, ...pixels, keepsAlpha, readingKey };
}

/** What is drawn for one recipe. */
export interface Sketches {
  /** Made of the master. */
  readonly direct: readonly Sketch[];
  /** Made of pixels that are held: the reply to a request, or a master with another mask. */
  readonly derived: readonly {
    readonly sketch: Sketch;
    readonly sourcePixels: number;
    /** How often these are held: once more by each change of their alpha. */
    readonly copies: number;
  }[];
}

const NOTHING: Sketches = { direct: [], derived: [] };

function sketchAll(recipe: PictureRecipe, master: Origin): Sketches {
  const inner = sourceRecipe(recipe);
  const { direct, derived } = inner ? sketchAll(inner, master) : NOTHING;
  const source = inner ? outputSize(inner, master) : master;
  const outer = sketch(outerRecipe(recipe), source);
  if (!outer) return { direct, derived };
  if (!inner && recipe.mask === undefined) return { direct: [outer], derived };
  const { object, ...changes } = recipe.mask ?? {};
  const copies = 1 + (object ? 1 : 0) + (Object.keys(changes).length > 0 ? 1 : 0);
  return { direct, derived: [...derived, { sketch: outer, sourcePixels: pixelsOf(source), copies }] };
}

/** Sketches a picture of an upright master; nothing where the recipe leaves nothing of it: then nothing is made. */
export function sketchPicture(recipe: PictureRecipe, master: Origin): Sketches {
  try {
    return sketchAll(recipe, master);
  } catch (error) {
    if (error instanceof DmxError) return NOTHING;
    throw error;
  }
}
