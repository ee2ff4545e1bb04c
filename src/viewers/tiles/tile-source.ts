import OpenSeadragon from 'openseadragon';
import { type Level, readPyramid, tileJpeg } from './pyramid.ts';
import { BlockReader, PartReader } from './ranges.ts';

/** A tile of OpenSeadragon that is to be fetched. */
interface TileJob {
  readonly tile: { readonly level: number; readonly x: number; readonly y: number };
  readonly finish: (data: ImageBitmap, request: null, type: 'imageBitmap') => void;
  readonly fail: (message: string, request: null) => void;
}

/** The picture of a tile, without what fills it up at the right and lower edges. */
async function readTile(level: Level, { x, y }: TileJob['tile'], reader: PartReader): Promise<ImageBitmap> {
  const part = level.tiles[y * level.across + x];
  if (part === undefined) throw new Error(`expected a tile at ${x}, ${y}, got none`);
  const width = Math.min(level.tileWidth, level.width - x * level.tileWidth);
  const height = Math.min(level.tileHeight, level.height - y * level.tileHeight);
  return createImageBitmap(tileJpeg(level, await reader.read(part)), 0, 0, width, height);
}

function sourceOf(levels: readonly Level[], address: string, signal: AbortSignal): OpenSeadragon.TileSource {
  const largest = levels.at(-1);
  if (largest === undefined) throw new Error(`expected levels in ${address}, got none`);
  const reader = new PartReader(address, signal);
  const source = new OpenSeadragon.TileSource({
    width: largest.width,
    height: largest.height,
    minLevel: 0,
    maxLevel: levels.length - 1,
  });
  return Object.assign(source, {
    getLevelScale: (level: number) => (levels[level]?.width ?? 0) / largest.width,
    getNumTiles: (level: number) => {
      const { across = 0, tiles = [] } = levels[level] ?? {};
      return new OpenSeadragon.Point(across, across === 0 ? 0 : tiles.length / across);
    },
    getTileWidth: (level: number) => levels[level]?.tileWidth ?? 0,
    getTileHeight: (level: number) => levels[level]?.tileHeight ?? 0,
    getTileUrl: (level: number, x: number, y: number) => `${address}#${level}/${x}/${y}`,
    downloadTileStart: (job: TileJob): void => {
      const level = levels[job.tile.level];
      if (level === undefined) return job.fail('expected a level of the pyramid', null);
      readTile(level, job.tile, reader).then(
        // Whoever closed the picture waits for neither.
        (bitmap) => (signal.aborted ? bitmap.close() : job.finish(bitmap, null, 'imageBitmap')),
        (error: unknown) => signal.aborted || job.fail(String(error), null),
      );
    },
    // What is under way is shared with its neighbours, and is let run.
    downloadTileAbort: (): void => undefined,
  });
}

/** The tiles of a pyramid TIFF, read by ranges. Throws Error where it has none that browsers show. */
export async function pyramidSource(address: string, signal: AbortSignal): Promise<OpenSeadragon.TileSource> {
  const blocks = new BlockReader(address, signal);
  return sourceOf(await readPyramid((part) => blocks.read(part)), address, signal);
}
