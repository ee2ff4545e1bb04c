import type { ImageFacts } from '../../../model/asset.ts';
import { boundsOf } from './bounds.ts';
import type { Outline } from '../../../layout/outline.ts';

/** The part of a picture's facts about its paths: nothing where there are none. */
export function embeddedPaths(outlines: readonly Outline[]): Pick<ImageFacts, 'paths'> {
  const paths = outlines.map((outline) => ({ name: outline.name, bounds: boundsOf(outline) }));
  return paths.length > 0 ? { paths } : {};
}
