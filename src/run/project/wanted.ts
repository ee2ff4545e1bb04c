import { present } from '../../base/present.ts';
import { nearest } from '../../base/text.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import { UsageError } from '../../model/errors.ts';
import type { Config } from '../../profiles/config.ts';
import type { Queried, Query } from '../../model/manifest/query.ts';
import { matchesQuery } from '../../profiles/matches-query.ts';
import type { Settings } from './settings.ts';

/** Tells whether an asset was asked for. */
export type Wanted = (asset: Queried) => boolean;

function collectionOf(given: string, { collections }: Config): Query {
  const names = Object.keys(collections);
  const name = names.find((one) => one.toLowerCase() === given.toLowerCase());
  const found = name === undefined ? undefined : collections[name];
  if (found !== undefined) return found;
  const near = nearest(given, names);
  const hint = near === undefined ? `dmx.yaml has: ${names.join(', ') || 'none'}.` : `Did you mean ${near}?`;
  throw new UsageError('COLLECTION_UNKNOWN', `expected a collection of dmx.yaml, got ${given}`, { place: given, hint });
}

/**
 * The assets that settings ask for by tags, keywords, stars and a collection, which narrow together; undefined = all.
 * Throws UsageError COLLECTION_UNKNOWN.
 */
export function wantedOf(
  { tags, keywords, rating, collection }: Pick<Settings, 'tags' | 'keywords' | 'rating' | 'collection'>,
  config: Config,
): Wanted | undefined {
  const said = present<Query>({ tags, keywords, rating });
  const queries = [said, ...(collection === undefined ? [] : [collectionOf(collection, config)])];
  if (queries.every((query) => Object.keys(query).length === 0)) return undefined;
  return (asset) => queries.every((query) => matchesQuery(query, asset));
}

/** The records of a folder that were asked for, in UTF-8 order; without those of masters that are gone. */
export async function* wantedRecords(
  catalog: Pick<Catalog, 'assets'>,
  folder: string,
  wanted: Wanted | undefined,
): AsyncGenerator<AssetRecord> {
  for await (const record of catalog.assets(folder)) {
    if (!record.gone && wanted?.(record) !== false) yield record;
  }
}
