import { keysOf } from '../../base/table.ts';

/** A viewer: its custom element, and the classes of Dynamic Media that it replaces. */
interface ViewerRow {
  readonly tag: `dmx-${string}`;
  readonly help: string;
  /** Kinds of which an item must have one, itself or in it, to be shown. */
  readonly shows: readonly ('picture' | 'clip')[];
  /** Classes of `s7viewers`, each with its number of a viewer type. */
  readonly classes: Readonly<Record<string, number>>;
  /** Attributes that a class has by itself. */
  readonly attributes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The viewers, by name. */
export const VIEWERS = {
  zoom: {
    tag: 'dmx-zoom',
    help: 'a picture, or those of a set, to be magnified in steps down to its pixels',
    shows: ['picture'],
    classes: { BasicZoomViewer: 501, ZoomViewer: 502, ZoomVerticalViewer: 502 },
    attributes: { ZoomVerticalViewer: { 'Swatches.direction': 'left' } },
  },
  flyout: {
    tag: 'dmx-flyout',
    help: 'a picture whose part under the pointer stands magnified beside it, or inside of it',
    shows: ['picture'],
    classes: { FlyoutViewer: 504 },
  },
  spin: {
    tag: 'dmx-spin',
    help: 'a thing that turns, in one direction or two',
    shows: ['picture'],
    classes: { SpinViewer: 503 },
  },
  carousel: {
    tag: 'dmx-carousel',
    help: 'slides, one after the other',
    shows: ['picture'],
    classes: { CarouselViewer: 511 },
  },
  media: {
    tag: 'dmx-media',
    help: 'pictures, spins and clips of one thing',
    shows: ['picture', 'clip'],
    classes: { MixedMediaViewer: 505 },
  },
  video: {
    tag: 'dmx-video',
    help: 'a clip, in the smart crop that suits its box, or one of several clips',
    shows: ['clip'],
    classes: { VideoViewer: 506, InteractiveVideoViewer: 510, SmartCropVideoViewer: 518 },
  },
  panorama: {
    tag: 'dmx-panorama',
    help: 'a picture or clip of 360 degrees',
    shows: ['picture', 'clip'],
    classes: { PanoramicViewer: 514, Video360Viewer: 517 },
  },
  banner: {
    tag: 'dmx-banner',
    help: 'a picture with hotspots, in the smart crop that suits its box',
    shows: ['picture'],
    classes: { InteractiveImage: 508 },
  },
  gallery: {
    tag: 'dmx-gallery',
    help: 'the pictures of a set side by side, each opens large',
    shows: ['picture'],
    classes: {},
  },
  picture: {
    tag: 'dmx-picture',
    help: 'a picture in the smart crop that suits its box',
    shows: ['picture'],
    classes: {},
  },
} as const satisfies Readonly<Record<string, ViewerRow>>;

/** The name of a viewer. */
export type ViewerName = keyof typeof VIEWERS;

/** The names of all viewers. */
export const VIEWER_NAMES = keysOf(VIEWERS);
