import { mountZoom } from './zoom/zoom.ts';
import { viewerClass, type ViewerKind } from './core/element.ts';

/**
 * The viewers, by the name of their element. Scripts are fetched when the first element of a kind is met; zooming comes along,
 * as its parts are those of the others.
 */
const KINDS: Readonly<Record<string, ViewerKind>> = {
  'dmx-zoom': { label: 'Zoom.LABEL', load: () => Promise.resolve(mountZoom) },
  'dmx-flyout': { label: 'Flyout.LABEL', load: async () => (await import('./flyout/flyout.ts')).mountFlyout },
  'dmx-spin': { label: 'Spin.LABEL', load: async () => (await import('./spin/spin.ts')).mountSpin },
  'dmx-carousel': { label: 'Carousel.LABEL', load: async () => (await import('./carousel/carousel.ts')).mountCarousel },
  'dmx-media': { label: 'Media.LABEL', load: async () => (await import('./media/media.ts')).mountMedia },
  'dmx-video': { label: 'Video.LABEL', load: async () => (await import('./video/video.ts')).mountVideo },
  'dmx-panorama': { label: 'Panorama.LABEL', load: async () => (await import('./panorama/panorama.ts')).mountPanorama },
  'dmx-banner': { label: 'Banner.LABEL', load: async () => (await import('./banner/banner.ts')).mountBanner },
  'dmx-gallery': { label: 'Gallery.LABEL', load: async () => (await import('./gallery/gallery.ts')).mountGallery },
  'dmx-picture': { label: 'Picture.LABEL', load: async () => (await import('./banner/smart-picture.ts')).mountPicture },
};

for (const [tag, kind] of Object.entries(KINDS)) {
  // A page may load the script twice.
  if (!customElements.get(tag)) customElements.define(tag, viewerClass(kind));
}
