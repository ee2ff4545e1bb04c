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
  await storage.remove(swept);
  await catalog.swept(swept);
}
