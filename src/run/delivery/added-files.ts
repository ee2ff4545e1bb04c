import { stat } from 'node:fs/promises';
import {
  type DeliveredFile,
  PUBLISHED_FILE,
  type PublishedList,
  type TargetCopy,
  type TargetDocument,
} from '../../model/delivery.ts';
import { UsageError } from '../../model/errors.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import type { Storage } from '../../storage/storage.ts';
import type { PutSource } from '../../storage/target.ts';
import { digestFile, digestOf } from '../../system/digest.ts';
import type { ShownPyramid } from '../../pages/iiif/image-service.ts';
import type { Additions, Shown } from './addition.ts';
import { additionsOf, wantsTiles } from './additions.ts';
import type { UndeliveredFile } from './deliver.ts';
import { PyramidReader } from './pyramid-reader.ts';
import { tileFiles } from './tile-files.ts';

/** The manifest below a target. */
export const MANIFEST = 'manifest.json';

/** The files that a target gets, of whatever origin. */
export interface TargetFiles {
  /** All files, each path once: renditions, added files, documents. */
  readonly files: readonly DeliveredFile[];
  /** Opens the bytes of a file; undefined where it does not exist. */
  readonly open: (path: string) => Promise<PutSource | undefined>;
  readonly isDocument: (path: string) => boolean;
  /** Pyramids that differ from their manifest entry; no tiles are made of them. */
  readonly missing: readonly UndeliveredFile[];
  /** Notices for people. */
  readonly notices: readonly string[];
}

/** A text as it is put: printed anew each time, as all of them would fill the memory. */
function documentFile({ path, mime, print }: TargetDocument): DeliveredFile {
  const content = Buffer.from(print());
  return { path, mime, bytes: content.byteLength, sha256: digestOf(content) };
}

async function copiedFile({ path, mime, file }: TargetCopy): Promise<DeliveredFile> {
  return { path, mime, bytes: (await stat(file)).size, sha256: await digestFile(file) };
}

/** The words for a file that a target gets of an asset. */
function nameOf(path: string, assets: readonly ManifestAsset[]): string {
  for (const asset of assets) {
    const rendition = asset.renditions.find((one) => path === one.path || path.startsWith(`${one.path}/`));
    if (rendition) return `${rendition.name} of ${asset.path}`;
  }
  return 'a file of an asset';
}

/** Every file of a target has a path of its own. Throws UsageError CONFIG_INVALID. */
function refuseCollisions(
  added: readonly DeliveredFile[],
  files: readonly DeliveredFile[],
  { assets }: Selected,
): void {
  const taken = new Set(files.map(({ path }) => path));
  for (const path of [MANIFEST, PUBLISHED_FILE]) taken.add(path);
  for (const { path } of added) {
    if (!taken.has(path)) {
      taken.add(path);
      continue;
    }
    const holder = files.some((file) => file.path === path) ? nameOf(path, assets) : 'another file of the target';
    throw new UsageError(
      'CONFIG_INVALID',
      `expected a path of its own for ${path} of the target, got that of ${holder}`,
      {
        place: path,
        hint: 'Choose another `naming`, or leave the asset out by `exclude`.',
      },
    );
  }
}

interface FoundPyramids {
  readonly shown: Shown['pyramids'];
  readonly missing: readonly UndeliveredFile[];
}

/** The pyramids of pictures whose tiles a target gets: those that it shows, and that browsers can. */
async function shownPyramids({ assets, settings }: Selected, reader: PyramidReader): Promise<FoundPyramids> {
  const shown = new Map<string, ShownPyramid>();
  const missing: UndeliveredFile[] = [];
  if (!wantsTiles(settings)) return { shown, missing };
  for (const asset of assets) {
    const pyramid = asset.renditions.find(({ role }) => role === 'pyramid');
    if (!pyramid) continue;
    try {
      const grid = await reader.grid(pyramid.path);
      if (grid) shown.set(asset.path, { path: pyramid.path, sha256: pyramid.sha256, grid });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      missing.push({ path: pyramid.path, got: 'no pyramid that can be read' });
    }
  }
  return { shown, missing };
}

type Selected = Omit<Shown, 'pyramids'>;

/** A way to get at the bytes of a file that is no rendition under its own path. */
type Sources = ReadonlyMap<string, () => Promise<PutSource | undefined>>;

function sourcesOf(
  { documents, copies, aliases, tiles }: Required<Additions>,
  storage: Pick<Storage, 'fetch'>,
  reader: PyramidReader,
): Sources {
  const sources = new Map<string, () => Promise<PutSource | undefined>>();
  for (const { path, print } of documents) sources.set(path, async () => Buffer.from(print()));
  for (const { path, file } of copies) sources.set(path, async () => file);
  for (const { path, from } of aliases) sources.set(path, async () => (await storage.fetch(from, ''))?.local);
  for (const { path: pyramid, tiles: all } of tiles) {
    for (const tile of all) sources.set(tile.path, () => reader.tile(pyramid, tile));
  }
  return sources;
}

/**
 * The files that a target gets: those of its assets, and what its settings add. Digests of documents are taken here, and their
 * texts made again when they are put. Throws UsageError CONFIG_INVALID.
 */
export async function targetFiles(
  media: readonly DeliveredFile[],
  selected: Selected,
  storage: Pick<Storage, 'fetch' | 'digest'>,
  list: Pick<PublishedList, 'files'>,
): Promise<TargetFiles> {
  const reader = new PyramidReader(storage);
  const pyramids = await shownPyramids(selected, reader);
  const shown = { ...selected, pyramids: pyramids.shown };
  const additions = additionsOf(shown);
  const { files: tiles, missing: damaged } = await tileFiles(additions.tiles, list, { reader, storage });
  const copies: DeliveredFile[] = [];
  for (const copy of additions.copies) copies.push(await copiedFile(copy));
  const aliases = additions.aliases.map(({ from: _own, ...file }) => file);
  const documents = additions.documents.map(documentFile);
  const added = [copies, aliases, tiles, documents].flat();
  refuseCollisions(added, media, shown);
  const sources = sourcesOf(additions, storage, reader);
  const texts = new Set(documents.map(({ path }) => path));
  return {
    files: added.length === 0 ? media : [...media, ...added],
    missing: [...pyramids.missing, ...damaged],
    open: async (path) => {
      const source = sources.get(path);
      return source ? source() : (await storage.fetch(path, ''))?.local;
    },
    isDocument: (path) => texts.has(path),
    notices: additions.notices,
  };
}
