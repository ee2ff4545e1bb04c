import type { PyramidGrid, TileFile } from '../model/delivery.ts';
import type { Size } from '../model/geometry.ts';

/** The size that viewers take a level for: that of the whole halved so many times, rounded up. Levels are rounded to the nearest. */
export function halved({ width, height }: Size, times: number): Size {
  return { width: Math.ceil(width / 2 ** times), height: Math.ceil(height / 2 ** times) };
}

/** One value for each tile of a level of a size, row after row. */
export function tilesOf<T>(size: Size, tile: Size, of: (column: number, row: number) => T): readonly T[] {
  const [columns, rows] = [Math.ceil(size.width / tile.width), Math.ceil(size.height / tile.height)];
  return Array.from({ length: columns * rows }, (_, i) => of(i % columns, Math.floor(i / columns)));
}

/** The place of a tile on one side of a level. */
interface Side {
  readonly number: number;
  readonly shows: number;
  /** There is no such tile: the end of the one before stands for it. */
  readonly isBeyond: boolean;
}

function sideOf(number: number, length: number, tile: number): Side {
  const count = Math.ceil(length / tile);
  const own = Math.min(number, count - 1);
  return { number: own, shows: Math.min(tile, length - own * tile), isBeyond: number >= count };
}

/** The tile of a column and a row as a file, with the part of it that shows the picture. */
export function tileAt(
  { levels, tile }: PyramidGrid,
  level: number,
  column: number,
  row: number,
  path: string,
): TileFile {
  const size = levels[level] ?? { width: 1, height: 1 };
  const across = sideOf(column, size.width, tile.width);
  const down = sideOf(row, size.height, tile.height);
  const shows = {
    width: across.shows,
    height: down.shows,
    ...(across.isBeyond && { lastColumn: true as const }),
    ...(down.isBeyond && { lastRow: true as const }),
  };
  return { path, level, index: down.number * Math.ceil(size.width / tile.width) + across.number, shows };
}
