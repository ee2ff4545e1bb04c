import { escapeXml } from '../../base/xml.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import { documentPath, VIEWERS_FOLDER, type ViewerItem } from '../../model/viewers/document.ts';
import { VIEWERS, type ViewerName } from '../../model/viewers/viewers.ts';
import { addressOf } from '../address.ts';
import type { Element } from '../element.ts';
import { pictureElement, videoElement } from '../elements.ts';
import { pictureOf } from '../picture.ts';
import { printElements } from '../print.ts';
import { videoOf } from '../video.ts';
import { viewerFor } from './viewer-for.ts';

/** The wishes for a viewer in a page. */
export interface EmbedOptions {
  /** Absent = the one that suits it. */
  readonly viewer?: ViewerName | undefined;
  readonly preset?: string | undefined;
  /** Address of the target; '' = relative to the page. */
  readonly base?: string | undefined;
}

/** The size of an item, for pages that keep its place. Pixels of CSS. */
function sizeOf(item: ViewerItem): { readonly width: number; readonly height: number } {
  if (item.kind === 'picture') return item.views[0].files;
  if (item.kind === 'clip') return item.views[0];
  const [first] = item.kind === 'spread' ? item.pages : item.items;
  return first ? sizeOf(first) : { width: 640, height: 480 };
}

/** The picture or clip that stands for an item where no script runs. */
function withoutScript(first: ManifestAsset | undefined, base: string | undefined): readonly Element[] {
  if (first === undefined) return [];
  if (first.kind === 'video') {
    const video = videoOf(first, { base });
    return video ? [videoElement(video)] : [];
  }
  const picture = pictureOf(first, { base });
  return picture ? [pictureElement(picture)] : [];
}

/** The element of an item, with what is seen until its script has run. `first` = the asset that stands for it. */
export function embedElement(item: ViewerItem, first: ManifestAsset | undefined, options: EmbedOptions): string {
  const { viewer = viewerFor(item), preset, base } = options;
  const script: Element = {
    tag: 'script',
    attributes: { type: 'module', src: addressOf(`${VIEWERS_FOLDER}/dmx-viewers.js`, base) },
  };
  const src = addressOf(documentPath(item.name), base);
  const element: Element = {
    tag: VIEWERS[viewer].tag,
    attributes: { src, preset },
    children: withoutScript(first, base),
  };
  return printElements([script, element], 'html');
}

/** The viewer class of Dynamic Media that a viewer replaces; undefined where there is none. */
function classOf(viewer: ViewerName): string | undefined {
  return Object.keys(VIEWERS[viewer].classes)[0];
}

/** A frame around the page of a viewer alone; undefined for viewers that have none. */
export function embedFrame(
  item: ViewerItem,
  { viewer = viewerFor(item), preset, base }: EmbedOptions,
): string | undefined {
  const name = classOf(viewer);
  if (name === undefined) return undefined;
  const query = new URLSearchParams({ asset: item.name, ...(preset !== undefined && { config: preset }) });
  const src = `${addressOf(`${VIEWERS_FOLDER}/html5/${name}.html`, base)}?${query.toString()}`;
  const title = item.label === '' ? item.name : item.label;
  const { width, height } = sizeOf(item);
  const attributes = { src, title, width, height, loading: 'lazy', allow: 'fullscreen', style: { border: '0' } };
  return printElements([{ tag: 'iframe', attributes }], 'html');
}

/** A text of a script that no text of it can end. */
const scriptText = (value: unknown): string => JSON.stringify(value).replaceAll('<', String.raw`\u003c`);

/** A snippet as Dynamic Media's viewers are embedded by; undefined for viewers that have no class there. */
export function embedSnippet(
  item: ViewerItem,
  { viewer = viewerFor(item), preset, base }: EmbedOptions,
): string | undefined {
  const name = classOf(viewer);
  if (name === undefined) return undefined;
  const id = `dmx-${item.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}`;
  const serverurl = base === undefined || base === '' ? {} : { serverurl: addressOf('', base) };
  const params = { asset: item.name, ...serverurl, ...(preset !== undefined && { config: preset }) };
  const src = addressOf(`${VIEWERS_FOLDER}/html5/js/${name}.js`, base);
  return `<script src="${escapeXml(src)}"></script>
<div id="${id}" style="position: relative"></div>
<script>
  new s7viewers.${name}(${scriptText({ containerId: id, params })}).init();
</script>
`;
}
