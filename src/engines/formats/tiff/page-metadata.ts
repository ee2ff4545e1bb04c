import { TAG } from '../../../system/read-tiff.ts';
import { describedIn } from '../../image/metadata/tiff-metadata.ts';
import type { TiffMetadata } from '../../image/tiff/write-directories.ts';
import type { TiffPage } from './layout.ts';

/**
 * Fields that travel whole beside what describes the picture: how it is turned, its size in print, profile and blocks.
 */
const BLOCKS: ReadonlySet<number> = new Set([
  ...[TAG.orientation, TAG.xResolution, TAG.yResolution, TAG.resolutionUnit],
  ...[TAG.xmp, TAG.iptc, TAG.photoshop, TAG.icc],
]);

/** All that a page says beside its pixels, for a TIFF that is written in its place. Throws RangeError. */
export async function readPageMetadata({ tiff, directory }: TiffPage): Promise<TiffMetadata> {
  const { entries } = await directory.fields((tag) => BLOCKS.has(tag));
  const described = await describedIn(tiff, directory);
  return { entries: [...described.entries, ...entries], children: described.children };
}
