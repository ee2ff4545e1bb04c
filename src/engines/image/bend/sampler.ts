import type { Size } from '../../../model/geometry.ts';
import type { Unprojection } from '../../../serving/quadrilateral.ts';
import { LANE, upperLane } from '../lanes.ts';
import { PHASES, WHOLE } from '../taps.ts';
import { type LaneTile, MIDDLE } from './lane-tile.ts';

/** Where pixels come from, and with which weights. */
export interface Course {
  readonly unprojection: Unprojection;
  /** Of the whole source that the tile is part of. */
  readonly level: Size;
  readonly taps: Float64Array;
}

/** Writes `count` pixels of row `y`, from column `x`, into `out` from `to` on. */
export type DrawRow = (x: number, y: number, count: number, to: number) => void;

const at = (samples: Float64Array, i: number): number => samples[i] ?? 0;
const toSample = (sum: number): number => sum * (1 / (WHOLE * WHOLE)) + MIDDLE;

/** Writes sums of sixteen, in lanes and multiplied by alpha, as a pixel. */
function put(out: Uint8ClampedArray, to: number, redGreen: number, blueAlpha: number): void {
  const alpha = upperLane(blueAlpha);
  const green = upperLane(redGreen);
  out[to + 3] = toSample(alpha);
  const opacity = out[to + 3] ?? 0;
  const gain = opacity === 255 ? 1 : opacity === 0 ? 0 : 255 / opacity;
  out[to] = toSample(redGreen - green * LANE) * gain;
  out[to + 1] = toSample(green) * gain;
  out[to + 2] = toSample(blueAlpha - alpha * LANE) * gain;
}

/** Writes four by four neighbours, the first of which is at `start`, as a pixel; `across` and `down` are places of weights. */
type Gather = (start: number, across: number, down: number, to: number) => void;

/** It is what the time goes into: both lanes at once, and nothing made on the way. */
function makeGather({ data, stride }: LaneTile, taps: Float64Array, out: Uint8ClampedArray): Gather {
  return (start, across, down, to) => {
    const w0 = at(taps, across);
    const w1 = at(taps, across + 1);
    const w2 = at(taps, across + 2);
    const w3 = at(taps, across + 3);
    let redGreen = 0;
    let blueAlpha = 0;
    for (let i = start, j = down; j < down + 4; i += stride, j++) {
      const weight = at(taps, j);
      redGreen += weight * (w0 * at(data, i) + w1 * at(data, i + 2) + w2 * at(data, i + 4) + w3 * at(data, i + 6));
      blueAlpha += weight * (w0 * at(data, i + 1) + w1 * at(data, i + 3) + w2 * at(data, i + 5) + w3 * at(data, i + 7));
    }
    put(out, to, redGreen, blueAlpha);
  };
}

/** A position brought between the first and the last one that have all neighbours. */
const inside = (position: number, first: number, last: number): number =>
  position > last ? last : position > first ? position : first;

/** Places of weights for a part of a pixel. */
const phaseOf = (part: number): number => ((part * PHASES + 0.5) | 0) * 4;

export function makeSampler(tile: LaneTile, { unprojection, level, taps }: Course, out: Uint8ClampedArray): DrawRow {
  const { across, down, nearness } = unprojection;
  const { at: here, stride } = tile;
  const gather = makeGather(tile, taps, out);
  // Of four taps the first one is the pixel before, and the last one two behind it.
  const [firstX, firstY] = [here.x + 1, here.y + 1];
  const [lastX, lastY] = [here.x + here.width - 2 - 1 / PHASES, here.y + here.height - 2 - 1 / PHASES];
  return (x, y, count, to) => {
    const restX = (across[1] * (y + 0.5) + across[2]) * level.width;
    const restY = (down[1] * (y + 0.5) + down[2]) * level.height;
    const rest = nearness[1] * (y + 0.5) + nearness[2];
    const [stepX, stepY, step] = [across[0] * level.width, down[0] * level.height, nearness[0]];
    for (let i = 0, p = x + 0.5, t = to; i < count; i++, p++, t += 4) {
      const far = 1 / (step * p + rest);
      // Counted from the whole level, so that each pixel is the same in whatever tile it lies.
      const u = inside((stepX * p + restX) * far - 0.5, firstX, lastX);
      const v = inside((stepY * p + restY) * far - 0.5, firstY, lastY);
      const column = Math.floor(u);
      const row = Math.floor(v);
      const start = (row - firstY) * stride + (column - firstX) * 2;
      gather(start, phaseOf(u - column), phaseOf(v - row), t);
    }
  };
}
