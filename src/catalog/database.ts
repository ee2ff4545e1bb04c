import type { Kysely } from 'kysely';

import type { CatalogTables } from './schema.ts';

/**
 * An open database of one dialect; the queries are in `sql.ts`. Texts compare by their UTF-8 bytes, so that a folder is
 * a range of paths.
 */
export interface Database {
  readonly db: Kysely<CatalogTables>;

  /** Version of its tables: an older one than `SCHEMA_VERSION` only where nothing is written. */
  readonly version: number;

  /** Does all of `work` or nothing of it. No other writer comes between, so what is read inside stays true. */
  transaction(work: (db: Kysely<CatalogTables>) => Promise<void>): Promise<void>;

  /**
   * The error that a failed operation means for the operator: CatalogError, StorageError. Bugs come back as they are.
   */
  explain(error: unknown): unknown;

  close(): Promise<void>;
}
