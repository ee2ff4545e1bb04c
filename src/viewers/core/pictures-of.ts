import type { ViewerItem, ViewerPicture } from '../../model/viewers/document.ts';

/** The pictures of an item, each with what stands for it in the row of swatches. */
export function picturesOf(item: ViewerItem): readonly ViewerPicture[] {
  if (item.kind === 'picture') return [item];
  if (item.kind === 'spread') return item.pages;
  if (item.kind === 'clip') return [];
  return item.items.flatMap((one) => picturesOf(one).map((picture) => withLook(picture, one)));
}

const withLook = (picture: ViewerPicture, { swatch, label }: ViewerItem): ViewerPicture => ({
  ...picture,
  ...(swatch && { swatch }),
  label: label === '' ? picture.label : label,
});
