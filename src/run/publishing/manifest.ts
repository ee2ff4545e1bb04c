import { sum } from '../../base/sum.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { inManifest, manifestJson, manifestLines } from '../../model/manifest/manifest.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import { MANIFEST_SCHEMA, type ManifestForm } from '../../model/manifest/manifest-forms.ts';
import type { SetEntry } from '../../model/sets.ts';
import type { Storage } from '../../storage/storage.ts';
import { FOLDERS, writeFolderManifests } from './folder-manifests.ts';
import { manifestEntry } from './manifest-entry.ts';

interface ManifestPorts {
  readonly catalog: Catalog;
  readonly storage: Pick<Storage, 'writeText' | 'list' | 'remove'>;
  readonly version: string;
  readonly sets: readonly SetEntry[];
  /** Aborted: the writing ends at once with its reason, and the manifest stays as it was. */
  readonly signal?: AbortSignal | undefined;
}

/** The file that names the manifest in each form. */
export function manifestFile(form: ManifestForm): string {
  return form === 'ndjson' ? 'manifest.ndjson' : 'manifest.json';
}

/** The bytes of all files of a manifest; undefined where the file that names it is not there. */
export async function manifestBytes(form: ManifestForm, storage: Pick<Storage, 'sizes'>): Promise<number | undefined> {
  const [head, folders = 0] = await storage.sizes([manifestFile(form), ...(form === 'folders' ? [FOLDERS] : [])]);
  return head === undefined ? undefined : head + folders;
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
  const { storage, version, sets } = ports;
  let count = 0;
  const assets = counted(listed(ports), () => count++);
  const text = form === 'json' ? manifestJson(assets, version, sets) : manifestLines(assets, sets);
  const changed = await storage.writeText(manifestFile(form), text);
  return { changed, assets: count };
}

/** The assets of the manifest, in UTF-8 order of the path. */
async function* listed({ catalog, signal }: ManifestPorts): AsyncIterable<ManifestAsset> {
  for await (const record of catalog.assets()) {
    signal?.throwIfAborted();
    if (inManifest(record)) yield await manifestEntry(record, catalog);
  }
}

async function* counted<T>(items: AsyncIterable<T>, count: () => void): AsyncIterable<T> {
  for await (const item of items) {
    count();
    yield item;
  }
}

async function writeFolders(ports: ManifestPorts): Promise<WrittenManifest> {
  const { storage, version, sets } = ports;
  const { folders, changed: someChanged } = await writeFolderManifests(listed(ports), { storage, version });
  const head = { schema: MANIFEST_SCHEMA, generator: { name: 'dmx', version }, folders };
  const index = `${JSON.stringify({ ...head, ...(sets.length > 0 ? { sets } : {}) })}\n`;
  const changed = (await storage.writeText(manifestFile('folders'), each([index]))) || someChanged;
  await removeOthers(storage, new Set(folders.map(({ file }) => file)));
  return { changed, assets: sum(folders.map(({ assets: count }) => count)) };
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
