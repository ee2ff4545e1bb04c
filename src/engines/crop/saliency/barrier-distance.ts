import type { Plane } from '../plane.ts';
import type { LabPicture } from './lab.ts';

/** Two scans forth and two back come as near to the exact distance as more do (Zhang et al., ICCV 2015, section 3). */
const SCANS = 4;

interface Barriers {
  readonly values: Float32Array;
  readonly distance: Float32Array;
  /** The highest and the lowest value on the best way found so far. */
  readonly high: Float32Array;
  readonly low: Float32Array;
}

/** Relaxes one edge: takes the path through a neighbour where that lowers the cost from the border. */
function relax({ values, distance, high, low }: Barriers, pixel: number, from: number): void {
  const value = values[pixel] ?? 0;
  if (distance[from] === Infinity) return;
  const top = Math.max(high[from] ?? 0, value);
  const bottom = Math.min(low[from] ?? 0, value);
  if (top - bottom >= (distance[pixel] ?? 0)) return;
  distance[pixel] = top - bottom;
  high[pixel] = top;
  low[pixel] = bottom;
}

function scanForth(barriers: Barriers, width: number, height: number): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x;
      if (x > 0) relax(barriers, pixel, pixel - 1);
      if (y > 0) relax(barriers, pixel, pixel - width);
    }
  }
}

function scanBack(barriers: Barriers, width: number, height: number): void {
  for (let y = height - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--) {
      const pixel = y * width + x;
      if (x < width - 1) relax(barriers, pixel, pixel + 1);
      if (y < height - 1) relax(barriers, pixel, pixel + width);
    }
  }
}

/**
 * The step of brightness that one has to take to come to each pixel from the border: background is reached on the
 * level, an object only over its edge. Ways start at the top and at both sides. Not at the bottom: people, animals and
 * buildings stand on it, and would be background themselves.
 */
function fromBorder({ values, width, height }: Plane): Float32Array {
  const distance = new Float32Array(values.length).fill(Infinity);
  for (let x = 0; x < width; x++) distance[x] = 0;
  for (let y = 0; y < height; y++) {
    distance[y * width] = 0;
    distance[y * width + width - 1] = 0;
  }
  const barriers = { values, distance, high: values.slice(), low: values.slice() };
  for (let scan = 0; scan < SCANS; scan++) {
    if (scan % 2 === 0) scanForth(barriers, width, height);
    else scanBack(barriers, width, height);
  }
  return distance;
}

/** The minimum barrier distance of every pixel to the border, summed over lightness and the two axes of colour. */
export function barrierDistance({ width, height, lightness, greenRed, blueYellow }: LabPicture): Plane {
  const [l, a, b] = [fromBorder(lightness), fromBorder(greenRed), fromBorder(blueYellow)];
  return { width, height, values: l.map((value, i) => value + (a[i] ?? 0) + (b[i] ?? 0)) };
}
