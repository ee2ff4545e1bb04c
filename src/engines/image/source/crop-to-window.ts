import type { Rect, Size } from '../../../model/geometry.ts';
import { type AnyPicture, fullSample } from '../../picture.ts';
import { common, within } from '../../../layout/rect.ts';

/** 0…255 each, alpha 0…1. */
interface Surround {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly alpha: number;
}

const CLEAR: Surround = { r: 0, g: 0, b: 0, alpha: 0 };

/** A picture of one colour, as deep as another one. */
function surround(
  { width, height }: Size,
  { r, g, b, alpha }: Surround,
  channels: 3 | 4,
  like: AnyPicture,
): AnyPicture {
  const full = fullSample(like);
  const part = full / 255;
  const pixel = [r * part, g * part, b * part, alpha * full].slice(0, channels);
  const length = width * height * channels;
  const data = full === 255 ? new Uint8Array(length) : new Uint16Array(length);
  if (pixel.some((sample) => sample !== 0)) {
    data.set(pixel);
    // Each copy doubles what is there.
    for (let done = channels; done < length; done *= 2) data.copyWithin(done, 0, Math.min(done, length - done));
  }
  return { data, width, height, channels };
}

/** Copies the part `from` of a picture into another one of the same depth, to `at`; what has no alpha is opaque. */
function copyInto(into: AnyPicture, at: Rect, picture: AnyPicture, from: Rect): void {
  const { channels } = picture;
  const full = fullSample(picture);
  for (let y = 0; y < from.height; y++) {
    const start = ((from.y + y) * picture.width + from.x) * channels;
    const row = picture.data.subarray(start, start + from.width * channels);
    const to = ((at.y + y) * into.width + at.x) * into.channels;
    if (channels === into.channels) {
      into.data.set(row, to);
      continue;
    }
    for (let i = 0, j = to; i < row.length; i += 3, j += 4) {
      for (let c = 0; c < 3; c++) into.data[j + c] = row[i + c] ?? 0;
      into.data[j + 3] = full;
    }
  }
}

/**
 * The view of a picture, which lies at `at`, through a window: what overhangs is cut off, the rest of the window is
 * `around`. The very same picture where the window is just its size. Has alpha unless nothing in it can be clear.
 */
export function extractWindow<P extends AnyPicture>(window: Rect, picture: P, at: Rect, around = CLEAR): P {
  const opaque = around.alpha === 1;
  const seen = common(window, at);
  if (!seen) return surround(window, around, opaque ? 3 : 4, picture) as P;
  const covered = seen.width === window.width && seen.height === window.height;
  if (covered && window.width === at.width && window.height === at.height) return picture;
  const channels = covered || opaque ? picture.channels : 4;
  const view = surround(window, around, channels, picture);
  copyInto(view, within(seen, window), picture, within(seen, at));
  return view as P;
}
