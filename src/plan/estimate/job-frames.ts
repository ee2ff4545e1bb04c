import { DmxError } from '../../model/errors.ts';
import type { Size } from '../../model/geometry.ts';
import type { Job, JobRendition } from '../../model/jobs/job.ts';
import type { PictureRecipe } from '../../model/recipe/recipe.ts';
import { drawnBy } from '../../model/recipe/recipe-tree.ts';
import type { Frame } from '../../layout/frame.ts';
import { makeFrame } from '../../layout/make-frame.ts';
import { originalBeside } from '../../layout/original.ts';

/** Sizes of masters whose frames are kept with a recipe: those of a library are often the few of its cameras. */
const KEPT_SIZES = 8;

/** The part of a job that its frames follow from. */
type Framed = Pick<Job, 'facts' | 'references'>;

/** Frames that are known of a recipe, by the size of the master. */
type Known = Map<string, readonly Frame[]>;

const known = new WeakMap<PictureRecipe, Known>();

function knownOf(recipe: PictureRecipe): Known {
  const before = known.get(recipe);
  if (before !== undefined) return before;
  const none: Known = new Map();
  known.set(recipe, none);
  return none;
}

/** The frame of a recipe; undefined where it cannot be made. */
function tryFrame(recipe: PictureRecipe, { facts, references }: Framed): readonly Frame[] {
  try {
    return [makeFrame(recipe, originalBeside(recipe, facts, references))];
  } catch (error) {
    if (error instanceof DmxError) return [];
    throw error;
  }
}

/** All of a master alone that its frames follow from. */
const keyOf = ({ width, height, alpha }: Size & { readonly alpha?: boolean }): string => `${width}x${height} ${alpha}`;

/** The frame of a recipe that is made of the master alone: it follows from its size, and from whether it has alpha. */
function keptFrame(recipe: PictureRecipe, job: Framed): readonly Frame[] {
  const frames = knownOf(recipe);
  const key = keyOf(job.facts);
  const before = frames.get(key);
  if (before !== undefined) return before;
  const made = tryFrame(recipe, job);
  const [oldest] = frames.keys();
  if (oldest !== undefined && frames.size >= KEPT_SIZES) frames.delete(oldest);
  frames.set(key, made);
  return made;
}

/**
 * The frames of pictures of a job, which several estimates ask for. One that cannot be made takes nothing: its rendition fails
 * before a pixel is read.
 */
export function framesOf(recipes: readonly JobRendition['recipe'][], job: Framed): readonly Frame[] {
  // Paths, pages and previews differ from master to master, and so does what recipes name beside it.
  const own = ['paths', 'pageSizes', 'preview'].some((fact) => fact in job.facts);
  const ofSize = job.references === undefined && !own;
  const frameOf = ofSize ? keptFrame : tryFrame;
  return recipes.flatMap((recipe) => {
    const drawn = drawnBy(recipe);
    return drawn === undefined ? [] : frameOf(drawn, job);
  });
}
