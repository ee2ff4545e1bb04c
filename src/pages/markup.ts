import type { MarkupFormat, MarkupPart } from '../model/manifest/markup.ts';
import { present } from '../base/present.ts';
import type { ManifestAsset } from '../model/manifest/manifest-asset.ts';
import { openGraphOf, structuredDataOf } from './about.ts';
import type { Element } from './element.ts';
import { metaElements, pictureElement, scriptElement, videoElement } from './elements.ts';
import { pictureOf, type PictureOptions } from './picture.ts';
import { printElements } from './print.ts';
import { videoOf } from './video.ts';

/** The wishes of who asks for markup. */
export interface MarkupOptions extends PictureOptions {
  /** Default `html`. */
  readonly format?: MarkupFormat | undefined;
  /** Default `media` alone. */
  readonly parts?: readonly MarkupPart[] | undefined;
  /** Address of the page that shows it. */
  readonly page?: string | undefined;
}

/** Everything that a page needs of an asset, as data. */
function dataOf(asset: ManifestAsset, options: MarkupOptions): object {
  const { path, kind } = asset;
  const media = {
    ...present({ video: videoOf(asset, options) }),
    ...(kind === 'image' && { picture: pictureOf(asset, options) }),
  };
  const openGraph = Object.fromEntries(openGraphOf(asset, options));
  return { path, kind, ...media, openGraph, structuredData: structuredDataOf(asset, options) };
}

function mediaElements(asset: ManifestAsset, options: MarkupOptions): readonly Element[] {
  // A picture that moves is shown by its clips, where it has some.
  const video = videoOf(asset, options);
  if (video !== undefined) return [videoElement(video)];
  if (asset.kind === 'video') return [];
  const picture = pictureOf(asset, options);
  return picture === undefined ? [] : [pictureElement(picture)];
}

const ELEMENTS: Readonly<Record<MarkupPart, (asset: ManifestAsset, options: MarkupOptions) => readonly Element[]>> = {
  media: mediaElements,
  opengraph: (asset, options) => metaElements(openGraphOf(asset, options)),
  jsonld: (asset, options) => {
    const data = structuredDataOf(asset, options);
    return data === undefined ? [] : [scriptElement(data)];
  },
};

/**
 * The markup of an asset, with a line end; '' where there is nothing that browsers show. `json` is one line with all parts as data.
 */
export function markupOf(asset: ManifestAsset, options: MarkupOptions = {}): string {
  const { format = 'html', parts = ['media'] } = options;
  if (format === 'json') return `${JSON.stringify(dataOf(asset, options))}\n`;
  return printElements(
    parts.flatMap((part) => ELEMENTS[part](asset, options)),
    format,
  );
}
