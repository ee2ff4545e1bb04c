import { stretch, type Plane } from '../plane.ts';
import { resamplePlane } from '../resample.ts';
import { ATTENTION_WEIGHTS } from './attention-weights.ts';
import type { Features } from './centernet.ts';

/** The confidence that things of any class are at a place, 0…1. */
export interface Attention {
  readonly plane: Plane;
  readonly confidence: number;
}

/** The place of a cell speaks by this many numbers. */
const PLACES = 4;

/**
 * The part that is surely of the subject decides where a window lies; 1 and 2 kept 0.002 less on 800 labelled
 * photographs.
 */
const POWER = 1.5;

/** The confidence of the surest 50th of the cells: one cell alone may err. */
const SUREST = 0.02;

const WEIGHTS = new Float32Array(Uint8Array.from(Buffer.from(ATTENTION_WEIGHTS, 'base64')).buffer);

/** Weighted sum of the channels of each cell. */
function weighChannels({ width, height, channels, values }: Features, weights: Float32Array): Plane {
  const sums = new Float32Array(width * height);
  for (let cell = 0, at = 0; cell < sums.length; cell++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++, at++) sum += (weights[channel] ?? 0) * (values[at] ?? 0);
    sums[cell] = sum;
  }
  return { width, height, values: sums };
}

/** The share of the place of each cell, its distance from the middle being −1…1 on each axis; and the constant. */
function weighPlaces(
  { width, height }: Features,
  [across = 0, down = 0, both = 0, low = 0, constant = 0]: Float32Array,
): Plane {
  const values = Float32Array.from({ length: width * height }, (_, cell) => {
    const x = ((2 * ((cell % width) + 0.5)) / width - 1) ** 2;
    const y = (2 * (Math.floor(cell / width) + 0.5)) / height - 1;
    return across * x + down * y * y + both * x * y * y + low * y + constant;
  });
  return { width, height, values };
}

function surest(values: Float32Array): number {
  const top = values.toSorted().slice(-Math.ceil(values.length * SUREST));
  return top.reduce((sum, value) => sum + value, 0) / top.length;
}

/**
 * Which parts of a picture belong to what it is about, whatever that is. A network that tells 80 classes apart has
 * learned on the way to them what things look like; a weighted sum of what it sees in a cell, through the logistic
 * function, says how likely a person would have marked that cell.
 */
export function readAttention(features: readonly Features[]): Attention {
  const [grid] = features;
  if (!grid) throw new Error('expected features of the network for objects, got none');
  const sums = new Float32Array(grid.width * grid.height);
  let used = 0;
  const add = ({ values, width, height }: Plane): void => {
    const fine = width === grid.width ? values : resamplePlane(values, { width, height }, grid);
    for (let cell = 0; cell < sums.length; cell++) sums[cell] = (sums[cell] ?? 0) + (fine[cell] ?? 0);
  };
  for (const feature of features) {
    add(weighChannels(feature, WEIGHTS.subarray(used, used + feature.channels)));
    used += feature.channels;
  }
  add(weighPlaces(grid, WEIGHTS.subarray(used, used + PLACES + 1)));
  const likely = sums.map((sum) => 1 / (1 + Math.exp(-sum)));
  const { width, height } = grid;
  return {
    plane: stretch({ width, height, values: likely.map((value) => value ** POWER) }),
    confidence: surest(likely),
  };
}
