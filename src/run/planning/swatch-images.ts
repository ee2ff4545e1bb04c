import { findFile } from '../../library/find-file.ts';
import type { Library } from '../../library/library.ts';
import { isSitePath } from '../../model/viewers/clip-swatches.ts';
import type { Candidate } from './candidate.ts';

/** A clip with a word on each picture of its swatches that is not in the library. */
export async function judgeSwatchImages(candidate: Candidate, library: Pick<Library, 'stat'>): Promise<Candidate> {
  const named = new Set(candidate.listing.swatches?.flatMap(({ image = '' }) => (image === '' ? [] : [image])));
  const warnings: string[] = [];
  for (const image of named) {
    if (isSitePath(image) || (await findFile(library, image)) !== undefined) continue;
    warnings.push(`the picture ${image} of a swatch is not in the library: the swatch shows its label alone`);
  }
  return warnings.length === 0 ? candidate : { ...candidate, warnings: [...candidate.warnings, ...warnings] };
}
