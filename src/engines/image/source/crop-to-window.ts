import type { Rect, Size } from '../../../model/geometry.ts';
import type { Picture } from '../../picture.ts';
import { sharp } from '../libvips.ts';
import { openPicture, toPicture } from './pixels.ts';
import { common, within } from '../../../layout/rect.ts';

/** 0…255 each, alpha 0…1, as sharp takes colours. */
interface Surround {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly alpha: number;
}

const CLEAR: Surround = { r: 0, g: 0, b: 0, alpha: 0 };

function surround({ width, height }: Size, background: Surround): Promise<Picture> {
  const channels = background.alpha === 1 ? 3 : 4;
  return toPicture(sharp({ create: { width, height, channels, background }, limitInputPixels: false }));
}

/**
 * The view of a picture, which lies at `at`, through a window: what overhangs is cut off, the rest of the window is
 * `around`. The very same picture where the window is just its size. Has alpha unless nothing in it can be clear.
 */
export async function extractWindow(window: Rect, picture: Picture, at: Rect, around = CLEAR): Promise<Picture> {
  const seen = common(window, at);
  if (!seen) return surround(window, around);
  const { x: left, y: top } = within(seen, at);
  const cut = seen.width < at.width || seen.height < at.height;
  const pipeline = openPicture(picture);
  if (cut) pipeline.extract({ left, top, width: seen.width, height: seen.height });
  const margins = within(seen, window);
  const right = window.width - margins.x - seen.width;
  const bottom = window.height - margins.y - seen.height;
  if (margins.x === 0 && margins.y === 0 && right === 0 && bottom === 0) return cut ? toPicture(pipeline) : picture;
  const padded = pipeline.extend({ left: margins.x, top: margins.y, right, bottom, background: around });
  return toPicture(around.alpha === 1 && picture.channels === 3 ? padded.removeAlpha() : padded);
}
