import { fromSrgb, toSrgb } from '../../model/srgb-curve.ts';
import type { Picture } from '../picture.ts';
import { toLab } from './saliency/lab.ts';

/** Light of each of the 256 values, 0…1. */
const LIGHT = Float64Array.from({ length: 256 }, (_, value) => fromSrgb(value / 255));

/**
 * Side of the cells that colours are counted in, in Lab units. A cluster is a cell with all its neighbours, 30 units
 * across: as far as light and shade of one material lie apart, nearer than two materials that people would name.
 */
const CELL = 10;

/** Cells along each axis of Lab: a and b reach from −128 to 128. */
const CELLS = { lightness: 11, color: 26 } as const;

function toHex(light: number): string {
  return Math.round(toSrgb(light) * 255)
    .toString(16)
    .padStart(2, '0');
}

/** Number of the cell at these steps along the three axes, −1 = outside. */
function cellAt(l: number, a: number, b: number): number {
  const outside = (at: number, cells: number): boolean => at < 0 || at >= cells;
  if (outside(l, CELLS.lightness) || outside(a, CELLS.color) || outside(b, CELLS.color)) return -1;
  return (l * CELLS.color + a) * CELLS.color + b;
}

/** The cell of every pixel. */
function cellsOf({ data, channels }: Picture): Int32Array {
  return Int32Array.from({ length: data.length / channels }, (_, pixel) => {
    const at = pixel * channels;
    const [l, a, b] = toLab(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
    return cellAt(Math.floor(l / CELL), Math.floor((a + 128) / CELL), Math.floor((b + 128) / CELL));
  });
}

/** A cell and those that touch it. */
function around(cell: number): readonly number[] {
  const [b, rest] = [cell % CELLS.color, Math.floor(cell / CELLS.color)];
  const [a, l] = [rest % CELLS.color, Math.floor(rest / CELLS.color)];
  const steps = [-1, 0, 1];
  return steps.flatMap((dl) => steps.flatMap((da) => steps.map((db) => cellAt(l + dl, a + da, b + db))));
}

/** The cells of the cluster that weighs most; of equals the one whose middle weighs most, then the darkest. */
function largestCluster(weights: ReadonlyMap<number, number>): ReadonlySet<number> {
  let [best, most, middle] = [-1, 0, 0];
  for (const [cell, own] of [...weights].toSorted(([a], [b]) => a - b)) {
    const all = around(cell).reduce((sum, one) => sum + (weights.get(one) ?? 0), 0);
    if (all > most || (all === most && own > middle)) [best, most, middle] = [cell, all, own];
  }
  return new Set(best === -1 ? [] : around(best));
}

/**
 * The one colour that stands for a swatch, `#rrggbb`: that of the largest cluster of its colours in Lab, weighed by
 * alpha, so that a ground in the corner, a label or a seam does not tint it. Within the cluster it is the mean of light:
 * what the eye makes of a weave from afar. A picture that is clear everywhere is black.
 */
export function swatchColor(picture: Picture): string {
  const { data, channels } = picture;
  const cells = cellsOf(picture);
  const alphaOf = (pixel: number): number => (channels === 4 ? (data[pixel * channels + 3] ?? 0) : 255);
  const weights = new Map<number, number>();
  for (const [pixel, cell] of cells.entries()) weights.set(cell, (weights.get(cell) ?? 0) + alphaOf(pixel));
  const cluster = largestCluster(weights);
  const sums = [0, 0, 0];
  let weight = 0;
  for (const [pixel, cell] of cells.entries()) {
    if (!cluster.has(cell)) continue;
    const alpha = alphaOf(pixel);
    weight += alpha;
    for (const channel of [0, 1, 2]) {
      sums[channel] = (sums[channel] ?? 0) + alpha * (LIGHT[data[pixel * channels + channel] ?? 0] ?? 0);
    }
  }
  return `#${sums.map((sum) => toHex(weight === 0 ? 0 : sum / weight)).join('')}`;
}
