import type { ImageFacts } from '../model/asset.ts';
import { masterFormat } from '../model/formats/master-formats.ts';
import type { PictureRecipe } from '../model/recipe/recipe.ts';

/** Tells whether a master is of a format that holds frames and delays, and has several. */
function moves({ mime, pages, rewriteBytes }: ImageFacts): boolean {
  // What is written anew for libvips is one picture.
  return pages > 1 && rewriteBytes === undefined && masterFormat(mime)?.output?.animates === true;
}

/** Frames of a master that a rendition of it has: all where it moves and they are to be kept, else 1. */
export function framesKept({ output }: Pick<PictureRecipe, 'output'>, facts: ImageFacts): number {
  return output.animation === 'keep' && moves(facts) ? facts.pages : 1;
}

/** Tells whether a rendition that is to keep the frames of its master has the first one alone, because dmx does not read others. */
export function losesFrames({ output }: Pick<PictureRecipe, 'output'>, { mime, pages }: ImageFacts): boolean {
  return output.animation === 'keep' && pages > 1 && masterFormat(mime)?.firstFrame === true;
}
