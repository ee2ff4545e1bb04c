import { digestOf } from '../../system/digest.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import { inManifest, manifestJson, manifestLines } from '../../model/manifest/manifest.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import { MANIFEST_SCHEMA, type ManifestForm } from '../../model/manifest/manifest-forms.ts';
import type { SetEntry } from '../../model/sets.ts';
import type { Storage } from '../../storage/storage.ts';
import { manifestEntry } from './manifest-entry.ts';

// Bytes of a name that a disk holds; a name of the library may get one letter more.
const MOST_NAME = 255;

interface ManifestPorts {
  readonly catalog: Catalog;
  readonly storage: Pick<Storage, 'writeText' | 'list' | 'remove'>;
  readonly version: string;
  readonly sets: readonly SetEntry[];
}

/** The file that names the manifest in each form. */
export function manifestFile(form: ManifestForm): string {
  return form === 'ndjson' ? 'manifest.ndjson' : 'manifest.json';
}

/** The file that was written. */
export interface WrittenManifest {
  /** false: the bytes were the same, and the file was left alone. */
  readonly changed: boolean;
  /** Assets listed. */
  readonly assets: number;
}

/** Writes the manifest from the catalog: streamed, replaced in one step, untouched when the bytes are the same. */
export async function writeManifest(form: ManifestForm, ports: ManifestPorts): Promise<WrittenManifest> {
  if (form === 'folders') return writeFolders(ports);
  const { catalog, storage, version, sets } = ports;
  let count = 0;
  const assets = entries(
    listed(catalog.assets(), () => count++),
    catalog,
  );
  const text = form === 'json' ? manifestJson(assets, version, sets) : manifestLines(assets, sets);
  const changed = await storage.writeText(manifestFile(form), text);
  return { changed, assets: count };
}

/** The records that the manifest lists, each counted. */
async function* listed(records: AsyncIterable<AssetRecord>, count: () => void): AsyncIterable<AssetRecord> {
  for await (const record of records) {
    if (!inManifest(record)) continue;
    count();
    yield record;
  }
}

/** Records as the manifest has them. */
async function* entries(records: AsyncIterable<AssetRecord>, catalog: Catalog): AsyncIterable<ManifestAsset> {
  for await (const record of records) yield await manifestEntry(record, catalog);
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

const FOLDERS = 'manifest';

/** A name of the library as one below `manifest/`: none is our own file there, and none is longer than a disk holds. */
function escapeSegment(segment: string): string {
  if (Buffer.byteLength(segment) >= MOST_NAME) return `@${digestOf(segment)}`;
  return segment.startsWith('@') ? `@${segment}` : segment;
}

/** The path of the manifest of a library folder: below `manifest/`, where the library has it. */
function folderFile(folder: string): string {
  const above = folder === '' ? [] : folder.split('/').map(escapeSegment);
  return [FOLDERS, ...above, '@assets.json'].join('/');
}

/** Asset paths by folder. UTF-8 order interleaves a folder's files with its sub-folders, so they are gathered first. */
async function gatherFolders(records: AsyncIterable<AssetRecord>): Promise<ReadonlyMap<string, readonly string[]>> {
  const folders = new Map<string, string[]>();
  for await (const { path } of records) {
    const folder = folderOf(path);
    const held = folders.get(folder);
    if (held === undefined) folders.set(folder, [path]);
    else held.push(path);
  }
  return folders;
}

async function writeFolders({ catalog, storage, version, sets }: ManifestPorts): Promise<WrittenManifest> {
  const folders = await gatherFolders(listed(catalog.assets(), () => undefined));
  let changed = false;
  for (const [folder, paths] of folders) {
    const text = manifestJson(entries(catalog.assetsAt(paths), catalog), version);
    changed = (await storage.writeText(folderFile(folder), text)) || changed;
  }
  const files = [...folders].map(([folder, { length }]) => ({ folder, file: folderFile(folder), assets: length }));
  const head = { schema: MANIFEST_SCHEMA, generator: { name: 'dmx', version }, folders: files };
  const index = `${JSON.stringify({ ...head, ...(sets.length > 0 ? { sets } : {}) })}\n`;
  changed = (await storage.writeText(manifestFile('folders'), each([index]))) || changed;
  await removeOthers(storage, new Set(files.map(({ file }) => file)));
  return { changed, assets: files.reduce((sum, { assets }) => sum + assets, 0) };
}

/** Removes the manifest that was written in one form and is written in another now. */
export async function removeForm(
  old: ManifestForm,
  now: ManifestForm,
  storage: Pick<Storage, 'list' | 'remove'>,
): Promise<void> {
  if (manifestFile(old) !== manifestFile(now)) await storage.remove([manifestFile(old)]);
  if (old === 'folders') await removeOthers(storage, new Set());
}

async function removeOthers(storage: Pick<Storage, 'list' | 'remove'>, listed: ReadonlySet<string>): Promise<void> {
  const others: string[] = [];
  for await (const { path } of storage.list(FOLDERS)) if (!listed.has(path)) others.push(path);
  await storage.remove(others);
}

async function* each<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}
