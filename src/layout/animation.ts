import type { ImageFacts } from '../model/asset.ts';
import { masterFormat } from '../model/formats/master-formats.ts';
import type { PictureRecipe } from '../model/recipe/recipe.ts';

/** Pixels that are decoded for all frames, where each takes all before it: about a minute of a core. */
const MOST_CHAINED_PIXELS = 5e9;

/** Tells whether a master is of a format that holds frames and delays, and has several. */
function moves({ mime, pages, width, height, rewriteBytes, sequence }: ImageFacts): boolean {
  if (pages < 2) return false;
  if (sequence === true) return (width * height * pages * (pages + 1)) / 2 <= MOST_CHAINED_PIXELS;
  // Files that are rewritten for libvips hold one picture.
  return rewriteBytes === undefined && masterFormat(mime)?.output?.animates === true;
}

/** Frames of a master that a rendition of it has: all where it moves and they are to be kept, else 1. */
export function framesKept({ output }: Pick<PictureRecipe, 'output'>, facts: ImageFacts): number {
  return output.animation === 'keep' && moves(facts) ? facts.pages : 1;
}

/** Tells whether a rendition that is to keep the frames of its master has the first one alone, because dmx does not read others. */
export function losesFrames({ output }: Pick<PictureRecipe, 'output'>, facts: ImageFacts): boolean {
  const holds = facts.pages > 1 && masterFormat(facts.mime)?.firstFrame === true;
  return output.animation === 'keep' && holds && !moves(facts);
}
