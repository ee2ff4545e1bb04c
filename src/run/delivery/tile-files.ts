import type { DeliveredFile, PublishedList, TargetTiles } from '../../model/delivery.ts';
import { formatOf } from '../../model/formats/output-formats.ts';
import type { Storage } from '../../storage/storage.ts';
import { digestOf } from '../../system/digest.ts';
import type { UndeliveredFile } from './deliver.ts';
import type { PyramidReader } from './pyramid-reader.ts';

/** The way in which tiles are cut out: raised where their bytes change. */
const TILES_REVISION = 1;

const MIME = formatOf({ format: 'jpeg' }).mime;

/** The files that the list of a target has of the same pyramid; undefined where one of them is missing. */
function listedTiles(
  { tiles }: TargetTiles,
  of: string,
  { files }: Pick<PublishedList, 'files'>,
): readonly DeliveredFile[] | undefined {
  const found = tiles.map(({ path }): DeliveredFile | undefined => {
    const file = files.get(path);
    return file?.of === of ? { path, bytes: file.bytes, sha256: file.sha256, mime: MIME, of } : undefined;
  });
  const known = found.filter((file) => file !== undefined);
  return known.length === found.length ? known : undefined;
}

/** Tiles with their digests, and pyramids that are not what the manifest says. */
export interface TileFiles {
  readonly files: readonly DeliveredFile[];
  readonly missing: readonly UndeliveredFile[];
}

/**
 * The tiles that a target gets of pyramids. What its list tells of the same pyramids is believed; all others are read, once their
 * pyramid is found to be the one that the manifest lists.
 */
export async function tileFiles(
  all: readonly TargetTiles[],
  list: Pick<PublishedList, 'files'>,
  { reader, storage }: { readonly reader: PyramidReader; readonly storage: Pick<Storage, 'digest'> },
): Promise<TileFiles> {
  const [files, missing]: [DeliveredFile[], UndeliveredFile[]] = [[], []];
  for (const pyramid of all) {
    const of = `${pyramid.sha256}/${TILES_REVISION}`;
    const listed = listedTiles(pyramid, of, list);
    if (listed) {
      for (const file of listed) files.push(file);
      continue;
    }
    const digest = await storage.digest(pyramid.path);
    if (digest !== pyramid.sha256) {
      missing.push({
        path: pyramid.path,
        got: digest === undefined ? 'no file' : `another file, of the digest ${digest.slice(0, 12)}…`,
      });
      continue;
    }
    for (const tile of pyramid.tiles) {
      const bytes = await reader.tile(pyramid.path, tile);
      files.push({ path: tile.path, bytes: bytes.byteLength, sha256: digestOf(bytes), mime: MIME, of });
    }
  }
  return { files, missing };
}
