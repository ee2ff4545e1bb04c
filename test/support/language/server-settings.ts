import type { ServerSettings } from '../../../src/serving/resolve/server-settings.ts';

/** Dynamic Media's own settings. */
export const CLOUD: ServerSettings = {
  jpegquality: [80, 0],
  resmode: 'sharp2',
  bkgcolor: { r: 255, g: 255, b: 255, alpha: 255 },
  defaultpix: [1280, 1280],
  defaultthumbpix: [100, 100],
  maxpix: [3000, 3000],
  resolution: 72,
};
