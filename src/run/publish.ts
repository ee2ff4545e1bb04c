import type { Catalog } from '../catalog/catalog.ts';
import type { Emit } from '../model/event.ts';
import { manifestFile, writeManifest } from './manifest.ts';
import type { Runtime } from './runtime.ts';
import { dmxVersion } from './version.ts';

/** Key of the catalog's fact: the version of dmx that wrote the manifest, which the manifest names. */
export const MANIFEST_VERSION = 'manifest version';

/** Brings the manifest up to date, then removes what nothing lists any more: in this order, for those who read it. */
export async function publish({ storage, catalog, project }: Runtime, emit: Emit): Promise<void> {
  const form = project.config.manifest;
  const file = manifestFile(form);
  const [size] = await storage.sizes([file]);
  if (size === undefined || (await catalog.manifestDue())) {
    const version = dmxVersion();
    const { changed, assets } = await writeManifest(form, { catalog, storage, version });
    await catalog.setMeta(MANIFEST_VERSION, version);
    await catalog.manifestWritten();
    if (changed) emit({ type: 'manifest-written', file, assets });
  }
  const swept = await catalog.sweepList();
  if (swept.length === 0) return;
  const kept = await listedOf(catalog, new Set(swept));
  await storage.remove(swept.filter((path) => !kept.has(path)));
  await catalog.swept(swept);
}

/** Those of these files that any record lists after all: what is published is never removed. */
async function listedOf(catalog: Catalog, paths: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const listed = new Set<string>();
  for await (const { renditions } of catalog.assets()) {
    for (const { path } of renditions) if (paths.has(path)) listed.add(path);
  }
  return listed;
}
