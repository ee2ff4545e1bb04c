import type { ViewerItem } from '../../model/viewers/document.ts';
import type { SetType } from '../../model/sets.ts';
import type { ViewerName } from '../../model/viewers/viewers.ts';

/** The viewer of each type of sets. */
const OF_SETS: Readonly<Record<SetType, ViewerName>> = {
  image: 'zoom',
  spin: 'spin',
  mixed: 'media',
  carousel: 'carousel',
  page: 'carousel',
  video: 'video',
};

/** The viewer that shows an item best, where nobody names one. */
export function viewerFor(item: ViewerItem): ViewerName {
  if (item.kind === 'set') return OF_SETS[item.type];
  if (item.kind === 'clip') return item.projection === undefined ? 'video' : 'panorama';
  if (item.kind === 'spread') return 'carousel';
  return item.hotspots === undefined ? 'zoom' : 'banner';
}
