import type { ViewerClip, ViewerItem } from '../../model/viewers/document.ts';

/** The clips of an item. */
export function clipsOf(item: ViewerItem): readonly ViewerClip[] {
  if (item.kind === 'clip') return [item];
  return item.kind === 'set' ? item.items.flatMap(clipsOf) : [];
}
