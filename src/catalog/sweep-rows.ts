import type { Kysely } from 'kysely';
import type { AssetRecord } from '../model/catalog-record.ts';
import type { LeftFile } from '../model/left-file.ts';
import type { CatalogTables, SweepTable } from './schema.ts';
import { ROWS, slices } from './slices.ts';

type Database = Kysely<CatalogTables>;

function fileOf({ path, file }: SweepTable): LeftFile {
  return file === null ? { path, bytes: 0, keepUntil: null, files: [] } : (JSON.parse(file) as LeftFile);
}

/** Files waiting to be removed, in order. `known`: the table knows more of them than their paths. */
export async function readSweep(db: Database, known: boolean): Promise<readonly LeftFile[]> {
  const rows = db.selectFrom('sweep').select('path').orderBy('path');
  if (!known) return (await rows.execute()).map(({ path }) => fileOf({ path, file: null }));
  return (await rows.select('file').execute()).map(fileOf);
}

export async function putSweep(db: Database, sweep: readonly LeftFile[]): Promise<void> {
  for (const files of slices(sweep, ROWS)) {
    await db
      .insertInto('sweep')
      .values(files.map((file) => ({ path: file.path, file: JSON.stringify(file) })))
      .onConflict((conflict) =>
        conflict.column('path').doUpdateSet((excluded) => ({ file: excluded.ref('excluded.file') })),
      )
      .execute();
  }
}

export async function unsweep(db: Database, all: readonly string[]): Promise<void> {
  for (const paths of slices(all, ROWS)) await db.deleteFrom('sweep').where('path', 'in', paths).execute();
}

/** Lets no file wait that one of these records lists. */
export async function unsweepListed(db: Database, records: readonly AssetRecord[]): Promise<void> {
  const waiting = await db.selectFrom('sweep').select('path').limit(1).executeTakeFirst();
  if (waiting === undefined) return;
  await unsweep(
    db,
    records.flatMap(({ renditions }) => renditions.map(({ path }) => path)),
  );
}
