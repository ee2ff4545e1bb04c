import { type Generated, type Kysely, sql } from 'kysely';

/** Raised when tables change; a catalog with a higher one is refused. */
export const SCHEMA_VERSION = 2;

/** The first version that knows what was found in masters. */
export const ANALYSES_SINCE = 2;

interface MetaTable {
  readonly key: string;
  readonly value: string;
}

/** One row an asset. The columns beside `record` repeat what counting needs. */
export interface AssetTable {
  readonly path: string;
  readonly state: string;
  readonly gone: number;
  readonly errors: number;
  readonly master_bytes: number;
  readonly renditions: number;
  readonly rendition_bytes: number;
  readonly engines: string;
  readonly sha256: string;
  /** The AssetRecord as JSON. */
  readonly record: string;
}

/** What was found in masters: large beside a record and seldom wanted, so that reading all records must not meet it. */
interface AnalysisTable {
  readonly sha256: string;
  /** An Analysis as JSON, deflated. */
  readonly findings: Uint8Array;
}

interface SweepTable {
  readonly path: string;
}

interface HistoryTable {
  /** Counts runs as they are entered: clocks jump. */
  readonly number: Generated<number>;
  readonly id: string;
  /** The RunRecord as JSON. */
  readonly record: string;
}

/** The catalog's tables as kysely sees them. */
export interface CatalogTables {
  readonly meta: MetaTable;
  readonly asset: AssetTable;
  readonly analysis: AnalysisTable;
  readonly sweep: SweepTable;
  readonly history: HistoryTable;
}

/**
 * Makes the tables that are not there yet, in a catalog of an older version too, inside the caller's transaction. Rows lie in the order of their path (SQLite's BINARY collation is UTF-8 order), so that reading all
 * is reading forwards; the counts lie once more in an index of their own, which is a tenth of the size.
 */
export async function makeTables(db: Kysely<CatalogTables>): Promise<void> {
  for (const statement of [
    'create table if not exists meta (key text primary key, value text not null) without rowid',
    `create table if not exists asset (
      path text primary key, state text not null, gone integer not null, errors integer not null,
      master_bytes integer not null, renditions integer not null, rendition_bytes integer not null,
      engines text not null, sha256 text not null, record text not null) without rowid`,
    `create index if not exists asset_counts
      on asset (path, state, gone, errors, master_bytes, renditions, rendition_bytes, engines)`,
    'create index if not exists asset_digest on asset (sha256)',
    'create index if not exists asset_failed on asset (path) where errors > 0 and gone = 0',
    'create table if not exists analysis (sha256 text primary key, findings blob not null)',
    'create table if not exists sweep (path text primary key) without rowid',
    'create table if not exists history (number integer primary key, id text not null unique, record text not null)',
  ]) {
    await sql.raw(statement).execute(db);
  }
  await sql.raw(`pragma user_version = ${SCHEMA_VERSION}`).execute(db);
}
