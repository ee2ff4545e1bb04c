import { chunksOf } from '../../base/chunks.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { ScannedFile } from '../../model/asset.ts';
import type { AssetGlance } from '../../model/asset-glance.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import type { ScannedFiles } from './file-table.ts';
import { mergeSorted } from './merge-sorted.ts';
import { isBelow } from './unselected-assets.ts';

// Rows looked at together: one query for the records of those that need one.
const CHUNK = 500;

/** A master and what the catalog knows at the same path; either may lack the other. */
export interface LibraryRow {
  readonly file: ScannedFile | undefined;
  readonly glance: AssetGlance | undefined;
  /** Only where a glance does not do. */
  readonly record?: AssetRecord | undefined;
}

/** The part of a catalog that rows are read from. */
export type Glanced = Pick<Catalog, 'glances' | 'assetsAt'>;

/** The files of a folder ('' = all), both as asset paths. */
function within(files: ScannedFiles, folder: string): ScannedFiles {
  return folder === '' ? files : files.filter(({ path }) => isBelow(folder, path));
}

async function* glancedRows(files: ScannedFiles, folder: string, catalog: Glanced): AsyncGenerator<LibraryRow> {
  const rows = mergeSorted<[ScannedFile, AssetGlance]>(within(files, folder), catalog.glances(folder));
  for await (const { items } of rows) yield { file: items[0], glance: items[1] };
}

/** Those of some rows by the path of the asset. */
async function recordsOf(rows: readonly LibraryRow[], catalog: Glanced): Promise<ReadonlyMap<string, AssetRecord>> {
  const records = new Map<string, AssetRecord>();
  const paths = rows.flatMap(({ glance }) => glance?.path ?? []);
  for await (const record of catalog.assetsAt(paths)) records.set(record.path, record);
  return records;
}

/**
 * Masters of a folder beside what the catalog knows below it, in UTF-8 order of the path, some at a time; flat in memory.
 * Records are read for those rows of which a glance does not do.
 */
export async function* libraryRows(
  files: ScannedFiles,
  folder: string,
  catalog: Glanced,
  does: (rows: readonly LibraryRow[]) => Promise<readonly boolean[]>,
): AsyncGenerator<readonly LibraryRow[]> {
  for await (const rows of chunksOf(glancedRows(files, folder, catalog), CHUNK)) {
    const done = await does(rows);
    const records = await recordsOf(
      rows.filter((_, i) => done[i] !== true),
      catalog,
    );
    yield rows.map((row) => ({ ...row, record: row.glance && records.get(row.glance.path) }));
  }
}
