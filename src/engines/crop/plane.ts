import type { NormalRect, Size } from '../../model/geometry.ts';

/** Numbers laid out as a picture: rows from the top. */
export interface Plane extends Size {
  readonly values: Float32Array;
}

/** The plane scaled linearly to 0…1; a constant one becomes 0. */
export function stretch({ values, width, height }: Plane): Plane {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const range = high > low ? high - low : 1;
  const stretched = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) stretched[i] = ((values[i] ?? 0) - low) / range;
  return { width, height, values: stretched };
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
  const left = Math.min(width - 1, Math.floor(px));
  const top = Math.min(height - 1, Math.floor(py));
  const fx = px - left;
  const fy = py - top;
  const above = top * (width + 1) + left;
  const below = above + width + 1;
  const upper = (sums[above] ?? 0) * (1 - fx) + (sums[above + 1] ?? 0) * fx;
  const lower = (sums[below] ?? 0) * (1 - fx) + (sums[below + 1] ?? 0) * fx;
  return upper * (1 - fy) + lower * fy;
}

/** The sum of a plane inside a rectangle given in fractions of its sides. */
export function sumWithin(area: SummedArea, [x, y, width, height]: NormalRect): number {
  return (
    sumTo(area, x + width, y + height) - sumTo(area, x, y + height) - sumTo(area, x + width, y) + sumTo(area, x, y)
  );
}

/** Which share of a plane's sum lies in a rectangle given in fractions of its sides, 0…1; 0 where there is nothing. */
export function shareWithin(area: SummedArea, rect: NormalRect): number {
  return area.total <= 0 ? 0 : sumWithin(area, rect) / area.total;
}

/** A plane weighed by how far right, and by how far down each cell lies: their sums tell the middle of any part. */
export function momentsOf({ values, width, height }: Plane): readonly [x: SummedArea, y: SummedArea] {
  const [across, down] = [new Float32Array(values.length), new Float32Array(values.length)];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const value = values[i] ?? 0;
      across[i] = (value * (x + 0.5)) / width;
      down[i] = (value * (y + 0.5)) / height;
    }
  }
  return [sumAreas({ width, height, values: across }), sumAreas({ width, height, values: down })];
}
