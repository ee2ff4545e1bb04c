import type { Hotspot } from '../hotspots.ts';
import type { SetType } from '../sets.ts';

/** Files of one picture at several widths, as `<picture>` offers them. Addresses are relative to the document. */
export interface PictureFiles {
  /** In the order in which a browser tries them. */
  readonly sources: readonly { readonly type?: string; readonly srcset: string }[];
  /** The file that every browser shows. */
  readonly src: string;
  readonly srcset?: string;
  /** Width of the picture in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** A hotspot of a picture, with what it does. */
export type HotspotAction = Omit<Hotspot, 'at' | 'area' | 'polygon'>;

/** The place of a hotspot or zoom target: one point, or the corners of a part. Fractions of the picture. */
export type MarkPoints = readonly (readonly [x: number, y: number])[];

/** A part of a picture that a viewer zooms to by its name. */
interface TargetPlace {
  readonly label: string;
  readonly points: MarkPoints;
  readonly userData?: string;
}

/** One way of showing a picture: whole, or a smart crop. */
export interface PictureView {
  /** Name of the smart crop; null = the whole picture. */
  readonly crop: string | null;
  readonly files: PictureFiles;
  /** Places of the hotspots, by their number in the list of the picture. */
  readonly hotspots?: readonly { readonly index: number; readonly points: MarkPoints }[];
}

/** A file that stands for an item in a row of swatches, or a colour `#rrggbb`. */
export type SwatchLook = { readonly src: string } | { readonly color: string };

interface Labelled {
  /** Asset path, or path of the set. */
  readonly name: string;
  /** Visible and accessible label; '' = none was written. */
  readonly label: string;
  readonly swatch?: SwatchLook;
}

/** A picture of a viewer. */
export interface ViewerPicture extends Labelled {
  readonly kind: 'picture';
  /** Width of the upright master in pixels. */
  readonly width: number;
  readonly height: number;
  /** The whole picture first, where there are files of it. At least one. */
  readonly views: readonly [PictureView, ...PictureView[]];
  /** The file that shows the most of the whole picture, for viewers that magnify. */
  readonly largest: { readonly src: string; readonly width: number; readonly height: number };
  /** A pyramid whose tiles browsers can show: read by ranges. */
  readonly pyramid?: string;
  /** A colour of CSS, seen until the picture is there. */
  readonly color?: string;
  readonly hotspots?: readonly HotspotAction[];
  readonly zoomTargets?: readonly TargetPlace[];
}

/** One way of playing a clip: as it is, or a smart crop. */
export interface ClipView {
  readonly crop: string | null;
  readonly width: number;
  readonly height: number;
  /** In the order in which a browser tries them: the set of qualities first. */
  readonly sources: readonly { readonly src: string; readonly type: string }[];
}

/** Swatches that follow the time of a clip. */
export interface TimedSwatches {
  /** WebVTT whose cues are swatches, one a line as JSON. */
  readonly src: string;
  /** Files that show the pictures of the library that they name, by asset path. */
  readonly looks: Readonly<Record<string, { readonly src: string }>>;
}

/** A clip of a viewer. */
export interface ViewerClip extends Labelled {
  readonly kind: 'clip';
  readonly views: readonly [ClipView, ...ClipView[]];
  readonly poster?: string;
  readonly tracks: readonly {
    readonly src: string;
    readonly kind: 'subtitles' | 'captions' | 'chapters';
    readonly srclang?: string;
    readonly label: string;
  }[];
  /** The swatches that are shown in step with its time. */
  readonly swatches?: TimedSwatches;
  /** WebVTT whose cues are parts of a sprite. */
  readonly thumbnails?: string;
  /** `equirectangular` and its like. */
  readonly projection?: string;
}

/** Pages that lie open together. */
interface ViewerSpread extends Labelled {
  readonly kind: 'spread';
  readonly pages: readonly ViewerPicture[];
}

/** A set of a viewer. */
interface ViewerSet extends Labelled {
  readonly kind: 'set';
  readonly type: SetType;
  readonly items: readonly ViewerItem[];
  /** For a spin in two directions: the number of rows; items are in row order. */
  readonly rows?: number;
  readonly columns?: number;
}

/** Anything that a viewer shows. */
export type ViewerItem = ViewerPicture | ViewerClip | ViewerSpread | ViewerSet;

/** The form of the documents that viewers read. */
export const VIEWER_SCHEMA = 'dmx-viewer/1';

/** A document that a viewer reads: one asset or one set with all that it shows. */
export type ViewerDocument = { readonly schema: typeof VIEWER_SCHEMA } & ViewerItem;

/** The folder of a target that holds everything of viewers. */
export const VIEWERS_FOLDER = 'viewers';

/** The path of the document of an asset or set, below a target. */
export const documentPath = (path: string): string => `${VIEWERS_FOLDER}/data/${path}.json`;
