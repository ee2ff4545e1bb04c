import type { Rect } from '../../../../model/geometry.ts';
import type { Picture } from '../../../picture.ts';
import { type Arena, SAMPLE } from '../simd/arena.ts';

/** Channels of a pixel of a tile. */
export const CHANNELS = 4;

/** A part of a picture in the kernels' memory. */
export interface Tile {
  readonly at: Rect;
  /** Its address. */
  readonly start: number;
  /** Bytes of a row. */
  readonly stride: number;
}

/** The content of a tile beyond its picture: the pixels at the edge once more, or clear ones. */
type Beyond = 'edges' | 'clear';

/** The part of a row of a tile that its picture has, `before` pixels behind the start of that row. */
interface Stretch {
  readonly x: number;
  readonly count: number;
  readonly before: number;
}

/** The part of columns at…at + length that lie in 0…width, one at least. */
function stretchOf(at: number, length: number, width: number): Stretch {
  const x = Math.min(width - 1, Math.max(0, at));
  const count = Math.max(1, Math.min(width, at + length) - x);
  return { x, count, before: Math.min(length - count, Math.max(0, x - at)) };
}

/** Fills tiles one after the other, each valid until the next one. */
export function makeTiler(arena: Arena, picture: Picture, beyond: Beyond): (at: Rect) => Tile {
  const { kernels } = arena;
  const { data, width, height, channels } = picture;
  let start = 0;
  let room = 0;
  const stored = arena.take(width * channels);
  return (at) => {
    const stride = at.width * CHANNELS * SAMPLE;
    if (stride * at.height > room) start = arena.take((room = stride * at.height));
    const { x, count, before } = stretchOf(at.x, at.width, width);
    const isBeside = at.x >= width || at.x + at.width <= 0;
    if (beyond === 'clear') arena.bytes(start, stride * at.height).fill(0);
    const bytes = arena.bytes(stored, count * channels);
    for (let i = 0; i < at.height; i++) {
      const y = at.y + i;
      if (beyond === 'clear' && (isBeside || y < 0 || y >= height)) continue;
      const from = (Math.min(height - 1, Math.max(0, y)) * width + x) * channels;
      bytes.set(data.subarray(from, from + bytes.length));
      const row = start + i * stride + before * CHANNELS * SAMPLE;
      kernels.loadPixels(row, stored, count, channels);
      if (beyond === 'edges') {
        kernels.repeatEnds(row, count * CHANNELS, CHANNELS, before, at.width - count - before);
      }
    }
    return { at, start, stride };
  };
}
