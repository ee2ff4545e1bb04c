import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';

import { type AssetGlance, glanceOf } from '../model/asset-glance.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import type { AssetState } from '../model/asset-state.ts';
import { type CountedRecords, countRecord } from './counts.ts';
import type { AssetTable, CatalogTables } from './schema.ts';

type Database = Kysely<CatalogTables>;

type GlanceColumns = Pick<AssetTable, 'stat' | 'probed' | 'approval' | 'files'>;

function columnsOf(record: AssetRecord): GlanceColumns {
  const { stat, probed, approval, files } = glanceOf(record);
  return { stat, probed, approval, files };
}

/** The row of a record, not approved. */
export function rowOf(record: AssetRecord): AssetTable {
  const { state, gone, errors, masterBytes, renditions, renditionBytes, engines } = countRecord(record);
  return {
    path: record.path,
    state,
    gone: Number(gone),
    errors,
    master_bytes: masterBytes,
    renditions,
    rendition_bytes: renditionBytes,
    engines,
    sha256: record.sha256,
    record: JSON.stringify(record),
    ...columnsOf(record),
  };
}

/**
 * The assets below a folder, as a range of paths: from `folder/` up to `folder0`, zero being what follows the slash.
 */
export function rangeOf(folder: string): { readonly after: string; readonly before: string | undefined } {
  return folder === '' ? { after: '', before: undefined } : { after: `${folder}/`, before: `${folder}0` };
}

/** One path, or those between two, neither of them itself; without an end where `before` is undefined. */
export type PageRange = { readonly at: string } | { readonly after: string; readonly before: string | undefined };

function inRange(range: PageRange) {
  return (where: ExpressionBuilder<CatalogTables, 'asset'>): Expression<SqlBool> => {
    if ('at' in range) return where('path', '=', range.at);
    const above = where('path', '>', range.after);
    return range.before === undefined ? above : where.and([above, where('path', '<', range.before)]);
  };
}

/** Rows of a range; `last`: the path behind which there may be more. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly last: string | undefined;
}

function pageOf<T extends { readonly path: string }>(rows: readonly T[], limit: number): Page<T> {
  return { rows, last: rows.length < limit ? undefined : rows.at(-1)?.path };
}

/** Records in a range, in order of the path; only those that failed and whose master is there, or all. */
export async function recordsIn(
  db: Database,
  range: PageRange,
  { failed, limit }: { readonly failed: boolean; readonly limit: number },
): Promise<Page<AssetRecord>> {
  let query = db.selectFrom('asset').select('record').where(inRange(range)).orderBy('path').limit(limit);
  if (failed) query = query.where('errors', '>', 0).where('gone', '=', 0);
  const rows = (await query.execute()).map(({ record }) => JSON.parse(record) as AssetRecord);
  return pageOf(rows, limit);
}

/** The catalog's rows as glances, in the same order. */
export async function glancesIn(db: Database, range: PageRange, limit: number): Promise<Page<AssetGlance>> {
  const columns = ['path', 'gone', 'stat', 'probed', 'approval', 'files'] as const;
  const query = db.selectFrom('asset').select(columns).where(inRange(range)).orderBy('path').limit(limit);
  return pageOf(
    (await query.execute()).map((row) => ({ ...row, gone: row.gone === 1 })),
    limit,
  );
}

/** Columns of the index of counts. */
const COUNTED = [
  'path',
  'state',
  'gone',
  'errors',
  'master_bytes',
  'renditions',
  'rendition_bytes',
  'engines',
] as const;

/** The sums of a page of records, all of them together; its records are read out of the index of counts. */
function totalsIn(db: Database, range: PageRange, limit: number) {
  return db
    .selectFrom((from) =>
      from.selectFrom('asset').select(COUNTED).where(inRange(range)).orderBy('path').limit(limit).as('page'),
    )
    .select(({ fn }) => [
      fn.countAll<number>().as('assets'),
      fn.sum<number>('errors').as('errors'),
      fn.sum<number>('master_bytes').as('masterBytes'),
      fn.sum<number>('renditions').as('renditions'),
      fn.sum<number>('rendition_bytes').as('renditionBytes'),
      fn.max('path').as('last'),
    ]);
}

/**
 * The counts of records in a range, those together whose state, gone and engines are the same: all of a page mostly, which is told
 * by their least and their greatest in half the time of grouping. SQLite holds all rows that it groups: of a million at once
 * 250 MB.
 */
export async function countsIn(db: Database, range: PageRange, limit: number): Promise<Page<CountedRecords>> {
  const totals = totalsIn(db, range, limit);
  const { leastState, mostState, leastGone, mostGone, leastEngines, mostEngines, ...page } = await totals
    .select(({ fn }) => [
      fn.min('state').as('leastState'),
      fn.max('state').as('mostState'),
      fn.min('gone').as('leastGone'),
      fn.max('gone').as('mostGone'),
      fn.min('engines').as('leastEngines'),
      fn.max('engines').as('mostEngines'),
    ])
    .executeTakeFirstOrThrow();
  if (page.assets === 0) return { rows: [], last: undefined };
  const alike = leastState === mostState && leastGone === mostGone && leastEngines === mostEngines;
  const groups = alike
    ? [{ ...page, state: leastState, gone: leastGone, engines: leastEngines }]
    : await totals.select(['state', 'gone', 'engines']).groupBy(['state', 'gone', 'engines']).execute();
  const rows = groups.map(({ last: _last, ...row }) => ({
    ...row,
    state: row.state as AssetState,
    gone: row.gone === 1,
  }));
  return { rows, last: page.assets < limit ? undefined : page.last };
}

/** Notes an approval, and what an older dmx did not write of the row. */
export async function approveRow(db: Database, record: AssetRecord, approval: string): Promise<void> {
  const columns = { ...columnsOf(record), approval };
  await db.updateTable('asset').set(columns).where('path', '=', record.path).execute();
}
