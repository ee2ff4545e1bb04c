import OpenSeadragon from 'openseadragon';
import type { ViewerPicture } from '../../model/viewers/document.ts';
import { pyramidSource } from '../tiles/tile-source.ts';

/** A part of a picture, fractions of it. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The wishes for a zoomed picture. */
export interface DeepOptions {
  /** Seconds that a movement takes. */
  readonly seconds: number;
  /** The largest magnification: pixels of CSS to one of the picture. */
  readonly limit: number;
  /** The file that is on the screen already. */
  readonly preview: string;
  readonly signal: AbortSignal;
  /** Hears of every movement: magnification (1 = the whole picture), and what is seen. */
  readonly onView: (scale: number, seen: Region) => void;
  /** Hears of the first part that cannot be had. */
  readonly fail: (error: Error) => void;
}

/** A picture in a box that it is larger than. */
export interface Deep {
  /** Magnification: 1 = the whole picture. */
  readonly scale: () => number;
  /** Zooms by a factor about a point (fractions of the box), by default the centre. */
  readonly zoomBy: (factor: number, about?: { readonly x: number; readonly y: number }) => void;
  readonly pan: (x: number, y: number) => void;
  readonly show: (region: Region) => void;
  readonly reset: () => void;
}

type Source = OpenSeadragon.TileSource | { readonly type: 'image'; readonly url: string };

/** The tiles of the pyramid; where there is none, or its server gives no parts of files, the largest file. */
async function sourceOf({ pyramid, largest }: ViewerPicture, signal: AbortSignal): Promise<Source> {
  if (pyramid !== undefined) {
    try {
      return await pyramidSource(pyramid, signal);
    } catch (error) {
      if (signal.aborted) throw error;
    }
  }
  return { type: 'image', url: largest.src };
}

const instant = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

function openViewer(box: HTMLElement, options: DeepOptions): OpenSeadragon.Viewer {
  const viewer = new OpenSeadragon.Viewer({
    element: box,
    drawer: 'canvas',
    showNavigationControl: false,
    keyboardNavEnabled: false,
    animationTime: instant() ? 0 : options.seconds,
    blendTime: 0,
    // Of the levels only the one that is seen: below it lies the file that was on the screen.
    immediateRender: true,
    // All that are missing at once, so that neighbours are read together.
    maxTilesPerFrame: 200,
    // A network may be gone for a while.
    tileRetryMax: 3,
    preserveImageSizeOnResize: false,
    visibilityRatio: 1,
    constrainDuringPan: true,
    minZoomImageRatio: 1,
    maxZoomPixelRatio: options.limit,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: false, scrollToZoom: false },
    gestureSettingsTouch: { clickToZoom: false, dblClickToZoom: false, pinchToZoom: true },
    gestureSettingsPen: { clickToZoom: false, dblClickToZoom: false },
  } as OpenSeadragon.Options);
  viewer.addOnceHandler('tile-load-failed', ({ message }) => options.fail(new Error(String(message))));
  options.signal.addEventListener('abort', () => viewer.destroy());
  return viewer;
}

/** Lays a picture over what is there. Rejects where it cannot be had. */
function lay(viewer: OpenSeadragon.Viewer, source: Source): Promise<void> {
  return new Promise((resolve, reject) => {
    viewer.addTiledImage({
      ...{ tileSource: source as never, x: 0, y: 0, width: 1 },
      success: () => resolve(),
      error: (event) => reject(new Error(`expected a picture to magnify, got: ${event.message}`)),
    });
  });
}

/** The directions in which a finger scrolls the page: at the edges of the picture it has nothing to move there. */
function touchActionOf({ y, height }: Region): string {
  const atTop = y <= 0.001;
  const atEnd = y + height >= 0.999;
  if (atTop && atEnd) return 'pan-y';
  if (atTop) return 'pan-down';
  return atEnd ? 'pan-up' : 'none';
}

/** Opens a picture for zooming, in a box that lies over it. Rejects where nothing of it can be shown. */
export async function openDeep(box: HTMLElement, picture: ViewerPicture, options: DeepOptions): Promise<Deep> {
  const source = await sourceOf(picture, options.signal);
  const viewer = openViewer(box, options);
  try {
    // What is on the screen already lies below; without it, too, the picture is shown.
    const preview = lay(viewer, { type: 'image', url: options.preview }).catch(() => undefined);
    await Promise.all([preview, lay(viewer, source)]);
  } catch (error) {
    viewer.destroy();
    throw error;
  }
  const { viewport } = viewer;
  const ratio = picture.height / picture.width;
  const seen = (): Region => {
    const { x, y, width, height } = viewport.getBounds(true);
    return { x, y: y / ratio, width, height: height / ratio };
  };
  const scale = (): number => viewport.getZoom(true) / viewport.getHomeZoom();
  const target = (): number => viewport.getZoom() / viewport.getHomeZoom();
  viewport.goHome(true);
  viewer.addHandler('update-viewport', () => {
    const region = seen();
    viewer.canvas.style.touchAction = touchActionOf(region);
    options.onView(scale(), region);
  });
  return {
    scale: target,
    zoomBy: (factor, about) => {
      const size = viewport.getContainerSize();
      const point = about && viewport.pointFromPixel(new OpenSeadragon.Point(about.x * size.x, about.y * size.y), true);
      const zoom = Math.min(viewport.getMaxZoom(), Math.max(viewport.getHomeZoom(), viewport.getZoom() * factor));
      viewport.zoomTo(zoom, point).applyConstraints();
    },
    pan: (x, y) => {
      const { width, height } = viewport.getBounds();
      viewport.panBy(new OpenSeadragon.Point(x * width, y * height)).applyConstraints();
    },
    show: ({ x, y, width, height }) => {
      viewport.fitBoundsWithConstraints(new OpenSeadragon.Rect(x, y * ratio, width, height * ratio));
    },
    reset: () => {
      viewport.goHome();
    },
  };
}
