import type { Catalog } from '../../catalog/catalog.ts';
import type { Emit } from '../../model/event.ts';
import type { ManifestForm } from '../../model/manifest.ts';
import { manifestFile, removeForm, writeManifest } from './manifest.ts';
import type { Runtime } from '../project/runtime.ts';
import { dmxVersion } from '../../system/package-files.ts';

/** The layout of the manifest that lies there, where it is another one than this. */
async function otherForm(catalog: Catalog, form: ManifestForm): Promise<ManifestForm | undefined> {
  const written = await catalog.fact('manifestForm');
  return written === form ? undefined : written;
}

/** Tells whether the manifest is not what the catalog, or dmx.yaml, says. */
export async function manifestDue(catalog: Catalog, form: ManifestForm): Promise<boolean> {
  return (await catalog.manifestDue()) || (await otherForm(catalog, form)) !== undefined;
}

/** The parts of a project that are published. */
type Outlet = Pick<Runtime, 'storage' | 'catalog' | 'project'>;

/** Brings the manifest up to date, then removes what nothing lists any more: in this order, for those who read it. */
export async function publish({ storage, catalog, project }: Outlet, emit: Emit): Promise<void> {
  await bringUpToDate({ storage, catalog, project }, emit);
  const swept = await catalog.sweepList();
  if (swept.length === 0) return;
  const kept = await listedOf(catalog, new Set(swept));
  await storage.remove(swept.filter((path) => !kept.has(path)));
  await catalog.swept(swept);
}

async function bringUpToDate({ storage, catalog, project }: Outlet, emit: Emit): Promise<void> {
  const form = project.config.manifest;
  const file = manifestFile(form);
  const [size] = await storage.sizes([file]);
  if (size !== undefined && !(await manifestDue(catalog, form))) return;
  const version = dmxVersion();
  const { changed, assets } = await writeManifest(form, { catalog, storage, version });
  const before = await otherForm(catalog, form);
  if (before !== undefined) await removeForm(before, form, storage);
  await catalog.setFact('manifestVersion', version);
  await catalog.setFact('manifestForm', form);
  await catalog.manifestWritten();
  if (changed) emit({ type: 'manifest-written', file, assets });
}

/** Those of these files that any record lists after all: what is published is never removed. */
async function listedOf(catalog: Catalog, paths: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const listed = new Set<string>();
  for await (const { renditions } of catalog.assets()) {
    for (const { path } of renditions) if (paths.has(path)) listed.add(path);
  }
  return listed;
}
