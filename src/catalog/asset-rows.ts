import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';

import { type AssetGlance, glanceOf } from '../model/asset-glance.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import { countRecord } from './counts.ts';
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

/** Records in a range, in order of the path; only those that failed and whose master is there, or all. */
export async function recordsIn(
  db: Database,
  range: PageRange,
  { failed, limit }: { readonly failed: boolean; readonly limit: number },
): Promise<readonly AssetRecord[]> {
  let query = db.selectFrom('asset').select('record').where(inRange(range)).orderBy('path').limit(limit);
  if (failed) query = query.where('errors', '>', 0).where('gone', '=', 0);
  return (await query.execute()).map(({ record }) => JSON.parse(record) as AssetRecord);
}

/** The same at a glance. */
export async function glancesIn(db: Database, range: PageRange, limit: number): Promise<readonly AssetGlance[]> {
  const columns = ['path', 'gone', 'stat', 'probed', 'approval', 'files'] as const;
  const query = db.selectFrom('asset').select(columns).where(inRange(range)).orderBy('path').limit(limit);
  return (await query.execute()).map((row) => ({ ...row, gone: row.gone === 1 }));
}

/** Notes an approval, and what an older dmx did not write of the row. */
export async function approveRow(db: Database, record: AssetRecord, approval: string): Promise<void> {
  const columns = { ...columnsOf(record), approval };
  await db.updateTable('asset').set(columns).where('path', '=', record.path).execute();
}
