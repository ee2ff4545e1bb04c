import type { AssetRecord } from '../model/catalog-record.ts';
import { inManifest } from '../model/manifest/manifest.ts';
import type { ManifestAsset } from '../model/manifest/manifest-asset.ts';
import { matchesAny } from '../profiles/match.ts';
import { withReadOnly, type Runtime } from './project/runtime.ts';
import { assetPaths } from './project/project.ts';
import { settingsOf } from './project/settings.ts';
import { wantedOf } from './project/wanted.ts';
import { manifestEntry } from './publishing/manifest-entry.ts';
import type { Request } from './request.ts';
import { knownAssets, unknownAsset } from './project/unknown-asset.ts';

const isPattern = (given: string): boolean => /[*?{]/.test(given);

const UNKNOWN = {
  expected: 'an asset that the manifest lists',
  otherwise: 'Name an asset path, a file of the library, or a glob in quotes; dmx list prints what there is.',
} as const;

/** The records that a name or a glob means. */
async function* named(name: string, { project, catalog }: Runtime, cwd: string): AsyncIterable<AssetRecord> {
  if (isPattern(name)) {
    const globs = [name];
    for await (const record of catalog.assets()) if (matchesAny(globs, record.path)) yield record;
    return;
  }
  for (const path of assetPaths(name, cwd, project.library)) {
    const record = await catalog.asset(path);
    if (record !== undefined) return yield record;
  }
}

/**
 * The assets that a page is to show: by names and globs, or where there are none, by what the request asks for; in the order of
 * the names. Throws UsageError (ASSET_UNKNOWN, COLLECTION_UNKNOWN).
 */
export function markupAssets(request: Request, given: readonly string[]): Promise<readonly ManifestAsset[]> {
  return withReadOnly(request, async (runtime) => {
    const { project } = runtime;
    const wanted = wantedOf(settingsOf(request, project), project.config) ?? (() => true);
    const found = new Map<string, ManifestAsset>();
    for (const name of given.length === 0 ? ['**'] : given) {
      const before = found.size;
      for await (const record of named(name, runtime, request.cwd)) {
        if (inManifest(record) && wanted(record)) found.set(record.path, await manifestEntry(record, runtime.catalog));
      }
      if (found.size === before && !found.has(name)) {
        throw unknownAsset(name, UNKNOWN, await knownAssets(runtime.catalog));
      }
    }
    return [...found.values()];
  });
}
