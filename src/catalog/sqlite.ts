import type { Catalog } from './catalog.ts';
import { openSqlite } from './dialects/sqlite.ts';
import { SqlCatalog } from './sql.ts';

/** The catalog of an output (absolute path) in its SQLite file; undefined only without `create`, where there is none. */
export async function openSqliteCatalog(
  output: string,
  { create }: { readonly create: boolean },
): Promise<Catalog | undefined> {
  const database = await openSqlite(output, { create });
  return database && new SqlCatalog(database);
}
