import type { Size } from '../../../../model/geometry.ts';
import type { Unprojection } from '../../../../model/recipe/quadrilateral.ts';
import { samplePixel } from '../lane-pixels.ts';
import { PHASES } from '../taps.ts';
import type { LaneTile } from './lane-tile.ts';

/** The places that pixels come from, and their weights. */
export interface Course {
  readonly unprojection: Unprojection;
  /** Of the whole source that the tile is part of. */
  readonly level: Size;
  readonly taps: Float64Array;
}

/** Writes `count` pixels of row `y`, from column `x`, into `out` from `to` on. */
export type DrawRow = (x: number, y: number, count: number, to: number) => void;

/** A position brought between the first and the last one that have all neighbours. */
const inside = (position: number, first: number, last: number): number =>
  position > last ? last : position > first ? position : first;

export function makeSampler(tile: LaneTile, { unprojection, level, taps }: Course, out: Uint8ClampedArray): DrawRow {
  const { across, down, nearness } = unprojection;
  const { at: here, stride } = tile;
  const phases = PHASES;
  // Of four taps the first one is the pixel before, and the last one two behind it.
  const firstX = here.x + 1;
  const firstY = here.y + 1;
  const lastX = here.x + here.width - 2 - 1 / phases;
  const lastY = here.y + here.height - 2 - 1 / phases;
  return (x, y, count, to) => {
    const restX = (across[1] * (y + 0.5) + across[2]) * level.width;
    const restY = (down[1] * (y + 0.5) + down[2]) * level.height;
    const rest = nearness[1] * (y + 0.5) + nearness[2];
    const stepX = across[0] * level.width;
    const stepY = down[0] * level.height;
    const step = nearness[0];
    for (let i = 0, p = x + 0.5, t = to; i < count; i++, p++, t += 4) {
      const far = 1 / (step * p + rest);
      // Counted from the whole level, so that each pixel is the same in whatever tile it lies.
      const u = inside((stepX * p + restX) * far - 0.5, firstX, lastX);
      const v = inside((stepY * p + restY) * far - 0.5, firstY, lastY);
      const column = Math.floor(u);
      const row = Math.floor(v);
      const start = (row - firstY) * stride + (column - firstX) * 2;
      const acrossTaps = (((u - column) * phases + 0.5) | 0) * 4;
      const downTaps = (((v - row) * phases + 0.5) | 0) * 4;
      samplePixel(tile, taps, out, start, acrossTaps, downTaps, t);
    }
  };
}
