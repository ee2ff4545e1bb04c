import type { Emit } from '../model/event.ts';
import { manifestFile, writeManifest } from './manifest.ts';
import type { Runtime } from './runtime.ts';
import { dmxVersion } from './version.ts';

/** Brings the manifest up to date, then removes what nothing lists any more: in this order, for those who read it. */
export async function publish({ storage, catalog, project }: Runtime, emit: Emit): Promise<void> {
  const form = project.config.manifest;
  const file = manifestFile(form);
  const [size] = await storage.sizes([file]);
  if (size === undefined || (await catalog.manifestDue())) {
    const { changed, assets } = await writeManifest(form, { catalog, storage, version: dmxVersion() });
    await catalog.manifestWritten();
    if (changed) emit({ type: 'manifest-written', file, assets });
  }
  const swept = await catalog.sweepList();
  if (swept.length === 0) return;
  await storage.remove(swept);
  await catalog.swept(swept);
}
