import type { Picture } from '../../picture.ts';
import type { Rect } from '../../../model/geometry.ts';
import { LANE } from '../lanes.ts';

/** What is taken off every sample. */
export const MIDDLE = 128;

/** A part of a picture, in lanes; where it overhangs the picture its edges go on. */
export interface LaneTile {
  /** Two a pixel, colours multiplied by alpha: red and green, blue and alpha. */
  readonly data: Float64Array;
  /** Doubles a row. */
  readonly stride: number;
  readonly at: Rect;
}

const lanes = (lower: number, upper: number): number => lower - MIDDLE + (upper - MIDDLE) * LANE;

/** The lanes of one pixel. */
function put(into: Float64Array, to: number, { data, channels }: Picture, pixel: number): void {
  const from = pixel * channels;
  const alpha = channels === 4 ? (data[from + 3] ?? 0) : 255;
  const [red, green, blue] = [data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0];
  if (alpha === 255) {
    into[to] = lanes(red, green);
    into[to + 1] = lanes(blue, 255);
    return;
  }
  const share = alpha / 255;
  into[to] = lanes((red * share + 0.5) | 0, (green * share + 0.5) | 0);
  into[to + 1] = lanes((blue * share + 0.5) | 0, alpha);
}

/** Fills tiles one after the other, each valid until the next one. */
export function makeTiler(picture: Picture): (at: Rect) => LaneTile {
  const { width, height } = picture;
  let room = new Float64Array(0);
  return (at) => {
    const stride = at.width * 2;
    if (room.length < stride * at.height) room = new Float64Array(stride * at.height);
    for (let y = 0, to = 0; y < at.height; y++) {
      const row = Math.min(height - 1, Math.max(0, at.y + y)) * width;
      for (let x = at.x; x < at.x + at.width; x++, to += 2) {
        put(room, to, picture, row + (x < 0 ? 0 : x >= width ? width - 1 : x));
      }
    }
    return { data: room, stride, at };
  };
}
