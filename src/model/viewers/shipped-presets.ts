import type { ViewerName } from './viewers.ts';

/** A viewer preset: which viewer, in which theme, with which attributes. */
export interface ViewerPreset {
  readonly name: string;
  readonly viewer: ViewerName;
  readonly theme?: 'light' | 'dark';
  /** By component and name, or by name alone. */
  readonly attributes: Readonly<Record<string, string>>;
}

type Rest = Omit<ViewerPreset, 'name' | 'theme'>;

/** A preset in a dark and a light version. */
const themed = (name: string, rest: Rest): readonly ViewerPreset[] =>
  (['dark', 'light'] as const).map((theme) => ({ name: `${name}_${theme}`, theme, ...rest }));

const plain = (name: string, viewer: ViewerName, attributes: ViewerPreset['attributes'] = {}): ViewerPreset => ({
  name,
  viewer,
  attributes,
});

/** The presets that ship, by the names that Dynamic Media has for its own; what they say is ours. */
export const SHIPPED_PRESETS: readonly ViewerPreset[] = [
  ...themed('Carousel_Dotted', { viewer: 'carousel', attributes: { 'SetIndicator.mode': 'dotted' } }),
  ...themed('Carousel_Numeric', { viewer: 'carousel', attributes: { 'SetIndicator.mode': 'numeric' } }),
  plain('Flyout', 'flyout'),
  ...themed('ImageSet', { viewer: 'zoom', attributes: {} }),
  ...themed('InlineMixedMedia', { viewer: 'media', attributes: { zoomMode: 'inline' } }),
  plain('InlineZoom', 'flyout', { mode: 'inline' }),
  ...themed('MixedMedia', { viewer: 'media', attributes: {} }),
  plain('PanoramicImage', 'panorama'),
  plain('Shoppable_Banner', 'banner'),
  ...themed('Shoppable_Video', { viewer: 'video', attributes: {} }),
  plain('SmartCropVideo', 'video'),
  ...themed('SpinSet', { viewer: 'spin', attributes: {} }),
  plain('Video', 'video'),
  ...themed('Zoom', { viewer: 'zoom', attributes: {} }),
  ...themed('ZoomVertical', { viewer: 'zoom', attributes: { 'Swatches.direction': 'left' } }),
];

/** Names of presets of Dynamic Media that have no counterpart, and why. */
export const ABSENT_PRESETS: Readonly<Record<string, string>> = {
  PanoramicImageVR: 'two pictures for two eyes are not drawn',
  Video360VR: 'two pictures for two eyes are not drawn',
  Video360_social: 'pages share by themselves: nothing is sent to networks',
  Video_social: 'pages share by themselves: nothing is sent to networks',
  SmartCropVideo_social: 'pages share by themselves: nothing is sent to networks',
  Dimensional: 'no 3D models are shown',
};
