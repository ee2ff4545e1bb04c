import type { AssetRecord } from '../model/catalog-record.ts';
import type { AssetState } from '../model/asset-state.ts';
import type { ManifestAsset } from '../model/manifest/manifest-asset.ts';
import { openReadOnly } from './project/runtime.ts';
import { settingsOf } from './project/settings.ts';
import { wantedOf, wantedRecords } from './project/wanted.ts';
import { manifestEntry } from './publishing/manifest-entry.ts';
import type { Request } from './request.ts';

/** An asset of the catalog, and its entry in the manifest if it is published. */
export interface ListedAsset {
  readonly record: AssetRecord;
  readonly entry: ManifestAsset;
}

/** Which assets are listed, beside what the request asks for. */
export interface ListOptions {
  /** Of one of these states; absent = whatever became of them. */
  readonly states?: readonly AssetState[] | undefined;
}

/**
 * The assets of the catalog that a request asks for, in UTF-8 order; nothing is walked and nothing written. Throws
 * UsageError (COLLECTION_UNKNOWN), CatalogError.
 */
export async function* list(request: Request, { states }: ListOptions = {}): AsyncGenerator<ListedAsset> {
  const { project, catalog } = await openReadOnly(request);
  try {
    const wanted = wantedOf(settingsOf(request, project), project.config);
    for (const folder of project.selections) {
      for await (const record of wantedRecords(catalog, folder, wanted)) {
        if (states?.includes(record.state) === false) continue;
        yield { record, entry: await manifestEntry(record, catalog) };
      }
    }
  } finally {
    await catalog.close();
  }
}
