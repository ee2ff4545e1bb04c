import type { Rect } from '../../../../model/geometry.ts';

/** Pixels of a part of the canvas: `colors` samples of 8 bits as Photoshop stores them, and their alpha. */
export interface PsdRaster {
  readonly rect: Rect;
  readonly colors: number;
  /** Samples of a pixel: its colours, not multiplied by its alpha, then that. */
  readonly data: Uint8Array;
}

/** A clear raster. */
export function makeRaster(rect: Rect, colors: number): PsdRaster {
  return { rect, colors, data: new Uint8Array(rect.width * rect.height * (colors + 1)) };
}

/** The part that two rectangles share; without pixels where they share none. */
export function sharedRect(one: Rect, other: Rect): Rect {
  const x = Math.max(one.x, other.x);
  const y = Math.max(one.y, other.y);
  const right = Math.min(one.x + one.width, other.x + other.width);
  const bottom = Math.min(one.y + one.height, other.y + other.height);
  return { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
}

/** A rectangle that is wider by so many pixels on all sides. */
export const widerRect = ({ x, y, width, height }: Rect, by: number): Rect => ({
  ...{ x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by },
});

/** One plane of samples over a part of the canvas, with the value of all that lies outside. */
export interface PsdPlane {
  readonly rect: Rect;
  readonly data: Uint8Array;
  readonly outside: number;
}

/** The value of a plane at a pixel of the canvas. */
export function planeAt({ rect, data, outside }: PsdPlane, x: number, y: number): number {
  const [column, row] = [x - rect.x, y - rect.y];
  if (column < 0 || row < 0 || column >= rect.width || row >= rect.height) return outside;
  return data[row * rect.width + column] ?? outside;
}
