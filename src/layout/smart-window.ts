import { roundSize, toPixels, type NormalPoint, type Rect, type Size } from '../model/geometry.ts';
import type { SmartCrop } from '../model/recipe/recipe.ts';

/** Sides of the largest window of a ratio, divided by `zoom`: whole pixels, never beyond the picture. */
export function windowSize({ width, height }: Size, [w, h]: readonly [number, number], zoom: number): Size {
  const scale = Math.min(width / w, height / h) / zoom;
  return { width: Math.min(width, roundSize(w * scale)), height: Math.min(height, roundSize(h * scale)) };
}

/**
 * A window of a size inside `base` (whole pixels), its centre as near to the focus (fractions of `base`) as the edges
 * allow.
 */
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

/** A point of the master as fractions of a part of it. */
function inPart([x, y]: NormalPoint, part: Rect, of: Size): NormalPoint {
  return [(x * of.width - part.x) / part.width, (y * of.height - part.y) / part.height];
}

/**
 * The window of a smart crop inside `base`, a part of an upright master of size `of`, before anyone looked for the subject:
 * a person's rectangle as it is, else the largest of its ratio, divided by its zoom, around a person's focus or in the
 * middle. Its size is that of the one found.
 */
export function windowFor({ ratio, zoom, override }: SmartCrop, base: Rect, of: Size): Rect {
  if (override && 'rect' in override) return toPixels(override.rect, of);
  const focus: NormalPoint = override ? inPart(override.focus, base, of) : [0.5, 0.5];
  return windowAround(base, windowSize(base, ratio, zoom), focus);
}
