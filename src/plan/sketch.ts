import { DmxError } from '../model/errors.ts';
import { outputFormat } from '../model/formats.ts';
import { type Rect, roundSize, type Size } from '../model/geometry.ts';
import { levelFor } from '../model/level.ts';
import type { PictureRecipe } from '../model/recipe.ts';
import { compositeGeometry, outputSize } from '../serving/composite.ts';
import { outerRecipe, sourceRecipe } from '../serving/nested.ts';
import type { Origin } from '../serving/source-region.ts';
import { drawnPart, placement, viewGeometry } from '../serving/geometry.ts';

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
  /** Pixels read at the rendition's scale. */
  readonly readPixels: number;
  /** Pixels of the finished rendition. */
  readonly viewPixels: number;
  /** Whether the finished pixels keep an alpha channel where the master has one. */
  readonly keepsAlpha: boolean;
  /** Pictures for which the file is read but once have the same text: all of a region but those at level 0. */
  readonly readingKey: string;
}

const pixelsOf = ({ width, height }: Size): number => width * height;
const textOf = ({ x, y, width, height }: Rect): string => [x, y, width, height].join();

function sketch(recipe: PictureRecipe, master: Origin): Sketch | undefined {
  const { region, layer, composite } = compositeGeometry(recipe, master);
  const geometry = viewGeometry(composite, recipe.view);
  const { scaled } = geometry;
  const drawn = drawnPart(geometry, recipe);
  const shown = drawn && placement(geometry, drawn)?.from;
  if (!drawn || !shown) return undefined;
  const scale = Math.max(scaled.width / composite.width, scaled.height / composite.height);
  const read = { width: roundSize(layer.width * scale), height: roundSize(layer.height * scale) };
  const level = levelFor(region, read);
  const scales = read.width !== region.width || read.height !== region.height;
  // A free turn reads the whole region; else only what shows is read.
  const free = (recipe.rotate ?? 0) % 90 !== 0;
  const readPixels = free ? pixelsOf(read) : Math.min(pixelsOf(read), pixelsOf(shown));
  const keepsAlpha = outputFormat(recipe.output.format ?? 'jpeg')?.alpha === true;
  const regionKey = textOf(region);
  const readingKey = level > 0 ? regionKey : [regionKey, pixelsOf(read), textOf(shown)].join();
  const viewPixels = Math.max(pixelsOf(geometry.tile), pixelsOf(drawn));
  return { recipe, region, regionKey, level, scales, readPixels, viewPixels, keepsAlpha, readingKey };
}

/** What is drawn for one recipe. */
export interface Sketches {
  /** Made of the master. */
  readonly direct: readonly Sketch[];
  /** Made of pixels that are held: the reply to a request, or a master with another mask. */
  readonly derived: readonly { readonly sketch: Sketch; readonly sourcePixels: number; readonly masked: boolean }[];
}

const NOTHING: Sketches = { direct: [], derived: [] };

function sketchAll(recipe: PictureRecipe, master: Origin): Sketches {
  const inner = sourceRecipe(recipe);
  const { direct, derived } = inner ? sketchAll(inner, master) : NOTHING;
  const source = inner ? outputSize(inner, master) : master;
  const outer = sketch(outerRecipe(recipe), source);
  if (!outer) return { direct, derived };
  const masked = recipe.mask !== undefined;
  if (!inner && !masked) return { direct: [outer], derived };
  return { direct, derived: [...derived, { sketch: outer, sourcePixels: pixelsOf(source), masked }] };
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
