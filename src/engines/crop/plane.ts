import type { Size } from '../../model/geometry.ts';

/** Numbers laid out as a picture: rows from the top. */
export interface Plane extends Size {
  readonly values: Float32Array;
}

/** The same plane stretched so that it reaches from 0 to 1; one that is level becomes 0. */
export function stretch({ values, width, height }: Plane): Plane {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const range = high > low ? high - low : 1;
  return { width, height, values: values.map((value) => (value - low) / range) };
}

/** Sums of a plane's upper left rectangles, so that the sum of any rectangle takes four look-ups. */
export interface SummedArea extends Size {
  /** (width + 1) × (height + 1) sums. */
  readonly sums: Float64Array;
  readonly total: number;
}

export function sumAreas({ values, width, height }: Plane): SummedArea {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += values[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = row + (sums[y * (width + 1) + x + 1] ?? 0);
    }
  }
  return { width, height, sums, total: sums.at(-1) ?? 0 };
}

/** The sum left of `x` and above `y`, given as fractions of the sides: between the cells it grows evenly. */
function sumTo({ sums, width, height }: SummedArea, x: number, y: number): number {
  const px = Math.min(1, Math.max(0, x)) * width;
  const py = Math.min(1, Math.max(0, y)) * height;
  const [left, top] = [Math.min(width - 1, Math.floor(px)), Math.min(height - 1, Math.floor(py))];
  const [fx, fy] = [px - left, py - top];
  const at = (column: number, row: number): number => sums[row * (width + 1) + column] ?? 0;
  const upper = at(left, top) * (1 - fx) + at(left + 1, top) * fx;
  const lower = at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx;
  return upper * (1 - fy) + lower * fy;
}

/** Which share of a plane's sum lies in a rectangle given in fractions of its sides, 0…1; 0 where there is nothing. */
export function shareWithin(
  area: SummedArea,
  [x, y, width, height]: readonly [number, number, number, number],
): number {
  if (area.total <= 0) return 0;
  const sum =
    sumTo(area, x + width, y + height) - sumTo(area, x, y + height) - sumTo(area, x + width, y) + sumTo(area, x, y);
  return sum / area.total;
}
