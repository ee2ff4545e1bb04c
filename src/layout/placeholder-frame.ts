import { freeze } from '../base/plain-data.ts';
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

// Up to here scaling all pixels at once takes less (1.5 ms) than halving them first does (7 ms), which no rendition may want;
// above, its levels are nearly always there for others. By the master alone, so that a placeholder is the same whatever is made
// beside it. Pixels.
const MOST_AT_ONCE = 4_000_000;

const AT_ONCE: PictureRecipe = freeze({ ...RECIPE, master: { levelReserve: Number.POSITIVE_INFINITY } });

/** The picture that placeholders are made of: the whole master, small. Throws RenditionError. */
export const placeholderFrame = (master: Original): Frame =>
  makeFrame(master.width * master.height <= MOST_AT_ONCE ? AT_ONCE : RECIPE, master);
