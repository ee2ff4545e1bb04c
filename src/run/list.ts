import { nearest } from '../base/text.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import type { AssetState } from '../model/asset-state.ts';
import type { ManifestAsset } from '../model/manifest/manifest-asset.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { openReadOnly } from './project/runtime.ts';
import { type Settings, settingsOf } from './project/settings.ts';
import { wantedOf, wantedRecords } from './project/wanted.ts';
import { manifestEntry } from './publishing/manifest-entry.ts';
import type { Request } from './request.ts';

/** An asset of the catalog, and its entry in the manifest if it is published. */
export interface ListedAsset {
  readonly record: AssetRecord;
  readonly entry: ManifestAsset;
}

/** Filters for the listed assets, besides those of the request. */
export interface ListOptions {
  /** Only assets in one of these states; absent = all. */
  readonly states?: readonly AssetState[] | undefined;
  /** Takes sentences about tags and keywords that no asset has, where nothing is listed. */
  readonly tell?: (message: string) => void;
}

/** The words that were asked for and that no asset of a catalog has, in sentences. */
async function unknownWords(catalog: Catalog, { tags = [], keywords = [] }: Settings): Promise<readonly string[]> {
  const there = { tag: new Set<string>(), keyword: new Set<string>() };
  for await (const record of wantedRecords(catalog, '', undefined)) {
    for (const tag of record.tags ?? []) there.tag.add(tag);
    for (const keyword of record.metadata?.keywords ?? []) there.keyword.add(keyword);
  }
  const asked = [
    ...tags.filter((tag) => !tag.startsWith('!')).map((word) => ({ kind: 'tag', word }) as const),
    ...keywords.map((word) => ({ kind: 'keyword', word }) as const),
  ];
  return asked.flatMap(({ kind, word }) => {
    const known = [...there[kind]];
    if (known.some((one) => one.toLowerCase() === word.toLowerCase())) return [];
    const near = nearest(word, known);
    return [`no asset has the ${kind} ${word}${near === undefined ? '' : `; did you mean ${near}?`}`];
  });
}

/**
 * The assets of the catalog that a request asks for, in UTF-8 order; nothing is walked and nothing written. Throws
 * UsageError (COLLECTION_UNKNOWN), CatalogError.
 */
export async function* list(request: Request, { states, tell }: ListOptions = {}): AsyncGenerator<ListedAsset> {
  const { project, catalog } = await openReadOnly(request);
  try {
    const settings = settingsOf(request, project);
    const wanted = wantedOf(settings, project.config);
    let listed = 0;
    for (const folder of project.selections) {
      for await (const record of wantedRecords(catalog, folder, wanted)) {
        if (states?.includes(record.state) === false) continue;
        listed += 1;
        yield { record, entry: await manifestEntry(record, catalog) };
      }
    }
    if (tell && listed === 0) for (const message of await unknownWords(catalog, settings)) tell(message);
  } finally {
    await catalog.close();
  }
}
