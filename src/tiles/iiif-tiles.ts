import type { PyramidGrid, TileFile } from '../model/delivery.ts';
import { halved, tileAt, tilesOf } from './tile-grid.ts';

/** The path of a file below its image service (IIIF Image API 3, level 0). */
const iiifPath = (region: string, size: string): string => `${region}/${size}/0/default.jpg`;

/** The tiles of one level, under the names that clients ask for: sizes rounded up. */
function levelTiles(grid: PyramidGrid, level: number, folder: string): readonly TileFile[] {
  const { tile, width, height } = grid;
  const size = halved(grid, level);
  const scale = 2 ** level;
  const tiles = tilesOf(size, tile, (column, row) => {
    const [x, y] = [column * tile.width * scale, row * tile.height * scale];
    const region = [x, y, Math.min(tile.width * scale, width - x), Math.min(tile.height * scale, height - y)];
    const shown = [
      Math.min(tile.width, size.width - column * tile.width),
      Math.min(tile.height, size.height - row * tile.height),
    ];
    return tileAt(grid, level, column, row, `${folder}/${iiifPath(region.join(','), shown.join(','))}`);
  });
  // A level of one tile is asked for as the whole picture, too.
  const whole = { ...tileAt(grid, level, 0, 0, `${folder}/${iiifPath('full', `${size.width},${size.height}`)}`) };
  return tiles.length === 1 ? [...tiles, whole] : tiles;
}

/**
 * The tiles of a pyramid below its image service. `folder` has no slash at its end; `maxLevel`: the level of one tile that `max`
 * answers, where it is one.
 */
export function iiifTiles(grid: PyramidGrid, folder: string, maxLevel: number | undefined): readonly TileFile[] {
  const max = maxLevel === undefined ? [] : [tileAt(grid, maxLevel, 0, 0, `${folder}/${iiifPath('full', 'max')}`)];
  return [...grid.levels.flatMap((_, level) => levelTiles(grid, level, folder)), ...max];
}
