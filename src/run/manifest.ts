import type { Catalog } from '../catalog/catalog.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import { inManifest, MANIFEST_SCHEMA, manifestJson, manifestLines } from '../model/manifest.ts';
import type { Storage } from '../storage/storage.ts';

/** How the manifest is laid out: one JSON document, lines only, or a file per library folder and an index. */
export type ManifestForm = 'json' | 'ndjson' | 'folders';

interface ManifestPorts {
  readonly catalog: Catalog;
  readonly storage: Pick<Storage, 'writeText' | 'list' | 'remove'>;
  readonly version: string;
}

/** The file that names the manifest in each form. */
export function manifestFile(form: ManifestForm): string {
  return form === 'ndjson' ? 'manifest.ndjson' : 'manifest.json';
}

/** What was written. */
export interface WrittenManifest {
  /** false: the bytes were the same, and the file was left alone. */
  readonly changed: boolean;
  /** Assets listed. */
  readonly assets: number;
}

/** Writes the manifest from the catalog: streamed, replaced in one step, untouched when the bytes are the same. */
export async function writeManifest(form: ManifestForm, ports: ManifestPorts): Promise<WrittenManifest> {
  if (form === 'folders') return writeFolders(ports);
  const { catalog, storage, version } = ports;
  let assets = 0;
  const records = listed(catalog.assets(), () => assets++);
  const text = form === 'json' ? manifestJson(records, version) : manifestLines(records);
  const changed = await storage.writeText(manifestFile(form), text);
  return { changed, assets };
}

/** The records that the manifest lists, each counted. */
async function* listed(records: AsyncIterable<AssetRecord>, count: () => void): AsyncIterable<AssetRecord> {
  for await (const record of records) {
    if (!inManifest(record)) continue;
    count();
    yield record;
  }
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

const FOLDERS = 'manifest';

/** Where the manifest of a library folder lies: below `manifest/`, where the library has it. */
function folderFile(folder: string): string {
  return folder === '' ? `${FOLDERS}/@assets.json` : `${FOLDERS}/${folder}/@assets.json`;
}

/** Lines by folder. UTF-8 order interleaves a folder's files with its sub-folders, so they are gathered first. */
async function gatherFolders(records: AsyncIterable<AssetRecord>): Promise<ReadonlyMap<string, AssetRecord[]>> {
  const folders = new Map<string, AssetRecord[]>();
  for await (const record of records) {
    const held = folders.get(folderOf(record.path));
    if (held === undefined) folders.set(folderOf(record.path), [record]);
    else held.push(record);
  }
  return folders;
}

async function writeFolders({ catalog, storage, version }: ManifestPorts): Promise<WrittenManifest> {
  const folders = await gatherFolders(listed(catalog.assets(), () => undefined));
  let changed = false;
  for (const [folder, records] of folders) {
    changed = (await storage.writeText(folderFile(folder), manifestJson(each(records), version))) || changed;
  }
  const entries = [...folders].map(([folder, { length }]) => ({ folder, file: folderFile(folder), assets: length }));
  const index = `${JSON.stringify({ schema: MANIFEST_SCHEMA, generator: { name: 'dmx', version }, folders: entries })}\n`;
  changed = (await storage.writeText(manifestFile('folders'), each([index]))) || changed;
  await removeOthers(storage, new Set(entries.map(({ file }) => file)));
  return { changed, assets: entries.reduce((sum, { assets }) => sum + assets, 0) };
}

async function removeOthers(storage: ManifestPorts['storage'], listed: ReadonlySet<string>): Promise<void> {
  const others: string[] = [];
  for await (const { path } of storage.list(FOLDERS)) if (!listed.has(path)) others.push(path);
  await storage.remove(others);
}

async function* each<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}
