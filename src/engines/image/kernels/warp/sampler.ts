import type { Size } from '../../../../model/geometry.ts';
import type { Unprojection } from '../../../../model/recipe/quadrilateral.ts';
import { type Arena, SAMPLE } from '../simd/arena.ts';
import { PHASES, TAPS } from '../taps.ts';
import { CHANNELS, type Tile } from './tile.ts';

/** The places that pixels come from, and their weights. */
export interface Course {
  readonly unprojection: Unprojection;
  /** Of the whole source that the tile is part of. */
  readonly level: Size;
  /** The address of the weights. */
  readonly taps: number;
}

/** Writes `count` pixels of row `y`, from column `x`, into `out` from `to` on. */
export type DrawRow = (x: number, y: number, count: number, to: number) => void;

/** Doubles of a course, and bytes of a place: see `src/kernels/warp.ts`. */
const NUMBERS = 13;
const PLACE = 12;

/** The first and the last position along a side that have all neighbours: one pixel before, and two behind it. */
function positions(from: number, length: number): readonly [number, number] {
  return [from + 1, from + length - (TAPS - 2) - 1 / PHASES];
}

/**
 * Draws rows of at most `longest` pixels from the tile that was filled last. Positions count from the whole level, so that each
 * pixel is the same in whatever tile it lies.
 */
export function makeSampler(arena: Arena, longest: number): (tile: Tile, course: Course, out: Uint8Array) => DrawRow {
  const { kernels } = arena;
  const numbers = arena.take(NUMBERS * 2 * SAMPLE);
  const places = arena.take(longest * PLACE);
  const sums = arena.takeRow(longest * CHANNELS);
  const drawn = arena.take(longest * CHANNELS);
  return ({ at, start, stride }, { unprojection, level, taps }, out) => {
    const { across, down, nearness } = unprojection;
    const [firstX, lastX] = positions(at.x, at.width);
    const [firstY, lastY] = positions(at.y, at.height);
    arena
      .doubles(numbers, NUMBERS)
      .set([
        ...across.flatMap((value, i) => [value * level.width, (down[i] ?? 0) * level.height]),
        ...[firstX, firstY, lastX, lastY],
        ...nearness,
      ]);
    return (x, y, count, to) => {
      kernels.findPlaces(places, start, stride, taps, numbers, x, y, count);
      kernels.sumPlaces(sums, places, stride, count);
      kernels.unpremultiply(sums, count * CHANNELS, CHANNELS, 255);
      kernels.storeBytes(drawn, sums, count * CHANNELS);
      out.set(arena.bytes(drawn, count * CHANNELS), to);
    };
  };
}
