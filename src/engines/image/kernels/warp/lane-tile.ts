import type { Picture } from '../../../picture.ts';
import type { Rect } from '../../../../model/geometry.ts';
import { type LanePixels, packSamples } from '../lane-pixels.ts';

/** A part of a picture, in lanes; where it overhangs the picture its edges go on. */
export interface LaneTile extends LanePixels {
  readonly at: Rect;
}

/** The lanes of one pixel. */
function put(into: Float64Array, to: number, data: Uint8Array, from: number, alpha: number): void {
  const red = data[from] as number;
  const green = data[from + 1] as number;
  const blue = data[from + 2] as number;
  if (alpha === 255) {
    into[to] = packSamples(red, green);
    into[to + 1] = packSamples(blue, 255);
    return;
  }
  const share = alpha / 255;
  into[to] = packSamples((red * share + 0.5) | 0, (green * share + 0.5) | 0);
  into[to + 1] = packSamples((blue * share + 0.5) | 0, alpha);
}

/** Fills tiles one after the other, each valid until the next one. */
export function makeTiler(picture: Picture): (at: Rect) => LaneTile {
  const { data, width, height, channels } = picture;
  let room = new Float64Array(0);
  return (at) => {
    const stride = at.width * 2;
    if (room.length < stride * at.height) room = new Float64Array(stride * at.height);
    for (let y = 0, to = 0; y < at.height; y++) {
      const row = Math.min(height - 1, Math.max(0, at.y + y)) * width;
      for (let x = at.x; x < at.x + at.width; x++, to += 2) {
        const from = (row + (x < 0 ? 0 : x >= width ? width - 1 : x)) * channels;
        put(room, to, data, from, channels === 4 ? (data[from + 3] as number) : 255);
      }
    }
    return { data: room, stride, at };
  };
}
