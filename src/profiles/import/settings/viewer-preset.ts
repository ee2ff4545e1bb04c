import { entriesOf } from '../../../base/table.ts';
import { readValue } from '../../../model/viewers/attribute-fields.ts';
import { ATTRIBUTES, attributesNamed } from '../../../model/viewers/attributes.ts';
import { VIEWERS, type ViewerName } from '../../../model/viewers/viewers.ts';
import type { Omission } from '../convert-presets.ts';
import type { FoundSettings } from './find-settings.ts';

/** A preset of viewers as a file of profiles has it. */
export interface ConvertedViewer {
  readonly name: string;
  readonly viewer: ViewerName;
  readonly theme?: 'light' | 'dark';
  readonly attributes: Readonly<Record<string, string>>;
}

/** Viewers by a part of the style sheet names in their presets; longer parts come before those that they contain. */
const BY_STYLE: readonly (readonly [
  name: string,
  viewer: ViewerName,
  attributes?: Readonly<Record<string, string>>,
])[] = [
  ['inlinemixedmedia', 'media', { zoomMode: 'inline' }],
  ['inlinezoom', 'flyout', { mode: 'inline' }],
  ['zoomvertical', 'zoom', { 'Swatches.direction': 'left' }],
  ['carouselviewer_numeric', 'carousel', { 'SetIndicator.mode': 'numeric' }],
  ['interactiveimage', 'banner'],
  ['panoramic', 'panorama'],
  ['smartcropvideo', 'video'],
  ['video360', 'panorama'],
  ...entriesOf(VIEWERS).flatMap(([viewer, { classes }]) =>
    Object.keys(classes).map((name) => [name.toLowerCase(), viewer] as const),
  ),
];

/** Viewers by the component that only they have. */
const BY_COMPONENT: Readonly<Record<string, ViewerName>> = {
  SpinView: 'spin',
  FlyoutZoomView: 'flyout',
  CarouselView: 'carousel',
  SmartCropVideoPlayer: 'video',
  Video360Player: 'panorama',
  PanoramicView: 'panorama',
  InteractiveSwatches: 'video',
  VideoPlayer: 'video',
  ZoomView: 'zoom',
};

/** Page parameters that are not part of a preset: server URLs, and what every viewer takes. */
const ELSEWHERE = new Set(['asset', 'serverurl', 'contenturl', 'searchserverurl', 'config', 'config2', 'stagesize']);

function viewerOf(properties: ReadonlyMap<string, string>): (typeof BY_STYLE)[number] | undefined {
  const style = (properties.get('style') ?? '').toLowerCase();
  const named = BY_STYLE.find(([name]) => style.includes(name));
  if (named) return named;
  const component = Object.keys(BY_COMPONENT).find((one) =>
    [...properties.keys()].some((name) => name.startsWith(`${one}.`)),
  );
  const viewer = component === undefined ? undefined : BY_COMPONENT[component];
  return viewer === undefined ? undefined : [viewer, viewer];
}

/** The reason for which an attribute is not taken over; undefined = it is. */
function fault(name: string, text: string): string | undefined {
  const [known] = attributesNamed(name);
  if (ELSEWHERE.has(name.toLowerCase())) return 'it is said where the viewer stands, and not in a preset';
  if (known === undefined) return 'it does nothing in the viewers of dmx';
  const read = readValue(ATTRIBUTES[known], text);
  return 'values' in read ? undefined : `expected ${read.expected}, got ${read.got}`;
}

/** The theme that the name of its styles says. */
function themeOf(style: string): ConvertedViewer['theme'] {
  const [, theme] = /_(dark|light)\.css$/i.exec(style) ?? [];
  return theme?.toLowerCase() as ConvertedViewer['theme'];
}

interface Taken {
  readonly preset?: ConvertedViewer;
  readonly omissions: readonly Omission[];
}

/** A preset of viewers, and what of it is not taken over. `name`: as it is called from now on. */
export function takeViewer({ properties }: FoundSettings, name: string): Taken {
  const found = viewerOf(properties);
  if (found === undefined) {
    const reason = 'expected the styles or the components of a viewer that dmx has, got none of them';
    return { omissions: [{ preset: name, modifier: properties.get('style') ?? '', reason, hint: '' }] };
  }
  const [, viewer, own = {}] = found;
  const attributes: Record<string, string> = { ...own };
  const omissions: Omission[] = [];
  for (const [attribute, text] of properties) {
    if (attribute === 'style' || attribute.includes(':')) continue;
    const reason = fault(attribute, text);
    if (reason === undefined) attributes[attribute] = text;
    else omissions.push({ preset: name, modifier: `${attribute}=${text}`, reason, hint: '' });
  }
  const style = properties.get('style') ?? '';
  // Those that ship say no more than a theme does.
  if (style !== '' && !/\/?etc\/dam\/(?:presets|viewers)\//.test(style)) {
    const hint = 'Say it by theme, CSS variables and ::part(…) in a file of your own: css.';
    omissions.push({
      preset: name,
      modifier: style,
      reason: 'its styles are for other elements than those of dmx',
      hint,
    });
  }
  const theme = themeOf(style);
  return { preset: { name, viewer, ...(theme && { theme }), attributes }, omissions };
}
