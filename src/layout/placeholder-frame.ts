import { freeze } from '../base/plain-data.ts';
import type { Size } from '../model/geometry.ts';
import { EMPTY_PICTURE } from '../model/recipe/recipe-tree.ts';
import type { PictureRecipe } from '../model/recipe/recipe.ts';
import type { Frame } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import type { Original } from './original.ts';

/** The most that ThumbHash reads. Pixels a side. */
const SIDE = 100;

const RECIPE: PictureRecipe = freeze({
  ...EMPTY_PICTURE,
  view: { width: SIDE, height: SIDE, fit: { mode: 'constrain', upscale: false } },
  output: { format: 'png-alpha' },
  metadata: 'none',
});

// A placeholder is scaled of all pixels at once where that takes less, by the master alone, so that it is the same whatever is
// made beside it. Up to the first number it takes less time (1.5 ms) than halving them first does (7 ms), which no rendition may
// want; between both the levels are nearly always there for others; from the second on the first level would take 100 MB
// and more, where the file is otherwise read in bands. Pixels.
const MOST_AT_ONCE = 4_000_000;
const TOO_LARGE_TO_HOLD = 150_000_000;

const AT_ONCE: PictureRecipe = freeze({ ...RECIPE, master: { levelReserve: Number.POSITIVE_INFINITY } });

/** Tells whether the placeholder of a master is read from its file by itself, whatever is held: its decoder may shrink it then. */
export const isReadApart = ({ width, height }: Size): boolean => width * height >= TOO_LARGE_TO_HOLD;

const isAtOnce = (master: Size): boolean => master.width * master.height <= MOST_AT_ONCE || isReadApart(master);

/** The picture that placeholders are made of: the whole master, small. Throws RenditionError. */
export const placeholderFrame = (master: Original): Frame => makeFrame(isAtOnce(master) ? AT_ONCE : RECIPE, master);

/** The frames of placeholders of a master, none or one: read apart, or drawn beside renditions. */
interface PlaceholderFrames {
  readonly apart: readonly Frame[];
  readonly beside: readonly Frame[];
}

/**
 * The frame of placeholders of a master, where any are asked for: a drawing without its pictures looks like no rendition of it.
 * Throws RenditionError.
 */
export function placeholderFrames(master: Original, kinds: readonly unknown[] = []): PlaceholderFrames {
  const frames = kinds.length === 0 || master.requests ? [] : [placeholderFrame(master)];
  return isReadApart(master) ? { apart: frames, beside: [] } : { apart: [], beside: frames };
}
