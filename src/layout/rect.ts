import type { Rect, Size } from '../model/geometry.ts';

export function sameRect(a: Rect, b: Rect): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/** The part that two rectangles have in common; undefined where they have nothing. */
export function common(a: Rect, b: Rect): Rect | undefined {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

/** The part of `a` that lies in `b`; of one that lies beside it a pixel, which still does. */
export function commonOrPixel(a: Rect, b: Rect): Rect {
  return common(a, b) ?? { x: a.x, y: a.y, width: 1, height: 1 };
}

/** The smallest rectangle that holds all; at least one is expected. */
export function unite(rects: readonly Rect[]): Rect {
  const x = Math.min(...rects.map((one) => one.x));
  const y = Math.min(...rects.map((one) => one.y));
  const right = Math.max(...rects.map((one) => one.x + one.width));
  const bottom = Math.max(...rects.map((one) => one.y + one.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** Pixels of a rectangle. */
export function areaOf({ width, height }: Size): number {
  return width * height;
}

/** Tells whether a picture of this size has every pixel of a region. */
export function covers({ width, height }: Size, { x, y, ...region }: Rect): boolean {
  return x >= 0 && y >= 0 && x + region.width <= width && y + region.height <= height;
}

/** The same rectangle relative to the origin of another. */
export function within(rect: Rect, of: Rect): Rect {
  return { ...rect, x: rect.x - of.x, y: rect.y - of.y };
}

/** A rectangle with more room around it. */
export function grown({ x, y, width, height }: Rect, by: { readonly across: number; readonly down: number }): Rect {
  return { x: x - by.across, y: y - by.down, width: width + 2 * by.across, height: height + 2 * by.down };
}
