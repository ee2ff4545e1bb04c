import { roundSize, type NormalPoint, type Rect, type Size } from '../../model/geometry.ts';

/** Sides of the largest window of a ratio, divided by `zoom`: whole pixels, never beyond the picture. */
export function windowSize({ width, height }: Size, [w, h]: readonly [number, number], zoom: number): Size {
  const scale = Math.min(width / w, height / h) / zoom;
  return { width: Math.min(width, roundSize(w * scale)), height: Math.min(height, roundSize(h * scale)) };
}

/** A window of a size inside `base` (whole pixels), its centre as near to the focus (fractions of `base`) as the edges allow. */
export function windowAround(base: Rect, size: Size, [x, y]: NormalPoint): Rect {
  const place = (focus: number, length: number, side: number): number =>
    Math.min(length - side, Math.max(0, Math.floor(focus * length - side / 2)));
  return {
    x: base.x + place(x, base.width, size.width),
    y: base.y + place(y, base.height, size.height),
    width: size.width,
    height: size.height,
  };
}
