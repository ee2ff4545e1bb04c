import { roundSize, type NormalPoint, type Rect, type Size } from '../../model/geometry.ts';

/** Sides of the largest window of a ratio, divided by `zoom`: whole pixels, never beyond the picture. */
function windowSize({ width, height }: Size, [w, h]: readonly [number, number], zoom: number): Size {
  const scale = Math.min(width / w, height / h) / zoom;
  return { width: Math.min(width, roundSize(w * scale)), height: Math.min(height, roundSize(h * scale)) };
}

/** The window of a ratio inside `base` (whole pixels), its centre as near to the focus as the edges allow. */
export function windowAround(base: Rect, ratio: readonly [number, number], zoom: number, [x, y]: NormalPoint): Rect {
  const size = windowSize(base, ratio, zoom);
  const place = (focus: number, length: number, side: number): number =>
    Math.min(length - side, Math.max(0, Math.floor(focus * length - side / 2)));
  return {
    x: base.x + place(x, base.width, size.width),
    y: base.y + place(y, base.height, size.height),
    ...size,
  };
}
