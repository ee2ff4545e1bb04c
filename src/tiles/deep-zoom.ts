import type { PyramidGrid, TileFile } from '../model/delivery.ts';
import { halved, tileAt, tilesOf } from './tile-grid.ts';

/** The number of the level that shows a picture in full; level 0 is one pixel. */
function topLevel({ width, height }: PyramidGrid): number {
  return Math.ceil(Math.log2(Math.max(width, height)));
}

/**
 * The tiles of a Deep Zoom folder. Levels that the pyramid does not go down to have its smallest one: viewers show it at the size
 * that they need. `folder` has no slash at its end.
 */
export function deepZoomTiles(grid: PyramidGrid, folder: string): readonly TileFile[] {
  const top = topLevel(grid);
  return Array.from({ length: top + 1 }, (_, level): readonly TileFile[] => {
    const halvings = top - level;
    const last = grid.levels.length - 1;
    if (halvings > last) return [tileAt(grid, last, 0, 0, `${folder}/${level}/0_0.jpg`)];
    return tilesOf(halved(grid, halvings), grid.tile, (column, row) =>
      tileAt(grid, halvings, column, row, `${folder}/${level}/${column}_${row}.jpg`),
    );
  }).flat();
}

/** The description of a Deep Zoom picture (schemas.microsoft.com/deepzoom/2008). */
export function deepZoomText({ width, height, tile }: PyramidGrid): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Image xmlns="http://schemas.microsoft.com/deepzoom/2008" Format="jpg" Overlap="0" TileSize="${tile.width}"><Size Width="${width}" Height="${height}"/></Image>\n`;
}
