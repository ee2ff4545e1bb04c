import type { ViewerItem, ViewerPicture } from '../../model/viewers/document.ts';
import type { SetType } from '../../model/sets.ts';
import { VIEWER_NAMES, VIEWERS, type ViewerName } from '../../model/viewers/viewers.ts';

/** The viewer of each type of sets. */
const OF_SETS: Readonly<Record<SetType, ViewerName>> = {
  image: 'zoom',
  spin: 'spin',
  mixed: 'media',
  carousel: 'carousel',
  page: 'carousel',
  video: 'video',
};

/** A picture of all directions is twice as wide as it is high (one pixel for the rounding of those that were reduced). */
const isAllAround = ({ width, height }: ViewerPicture): boolean => Math.abs(width - 2 * height) <= 1;

/** The default viewer of an item. */
export function viewerFor(item: ViewerItem): ViewerName {
  if (item.kind === 'set') return OF_SETS[item.type];
  if (item.kind === 'clip') return item.projection === undefined ? 'video' : 'panorama';
  if (item.kind === 'spread') return 'carousel';
  if (item.hotspots !== undefined) return 'banner';
  return isAllAround(item) ? 'panorama' : 'zoom';
}

/** The pictures and clips that an item has, itself or in it. */
function kindsOf(item: ViewerItem): readonly ('picture' | 'clip')[] {
  if (item.kind === 'picture' || item.kind === 'clip') return [item.kind];
  return item.kind === 'spread' ? item.pages.flatMap(kindsOf) : item.items.flatMap(kindsOf);
}

/** The viewers that show an item, or something of it. */
export function viewersOf(item: ViewerItem): readonly ViewerName[] {
  const kinds = kindsOf(item);
  return VIEWER_NAMES.filter((name) => VIEWERS[name].shows.some((kind) => kinds.includes(kind)));
}
