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

/** The picture that placeholders are made of: the whole master, small. Throws RenditionError. */
export const placeholderFrame = (master: Original): Frame => makeFrame(RECIPE, master);
