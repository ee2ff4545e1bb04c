import { accessSync, constants, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import { Kysely, sql, SqliteDialect } from 'kysely';

import { CatalogError, StorageError } from '../../model/errors.ts';
import { errorCode } from '../../system/error-code.ts';
import { makeFolders } from '../../system/writing/make-folders.ts';
import { sqlite } from '../../system/sqlite.ts';
import { storageError } from '../../system/storage-error.ts';
import { damaged } from '../catalog-error.ts';
import type { Database as CatalogDatabase } from '../database.ts';
import { sqliteFile } from '../sqlite-file.ts';
import { type CatalogTables, GLANCES_SINCE, LEFT_SINCE, SCHEMA_VERSION } from '../schema.ts';

// A reader waits at most for a checkpoint, a writer for `runs rename` in another terminal: milliseconds.
const BUSY_MS = 10_000;

// A record of some renditions fits a page; at 4 KiB most would spill into pages of their own (reading all: 1.6 times as long).
const PAGE_BYTES = 16_384;

// `Z_` = what is packed in it cannot be unpacked.
const DAMAGED = ['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_FORMAT', 'SQLITE_SCHEMA', 'Z_'];

/** The file of a catalog, absolute. */
interface Place {
  readonly output: string;
  readonly file: string;
}

// Rows lie in the order of their path (BINARY collation is UTF-8 order), so that reading all is reading forwards; the
// counts lie once more in an index of their own, which is a tenth of the size.
const TABLES = [
  'create table if not exists meta (key text primary key, value text not null) without rowid',
  `create table if not exists asset (
    path text primary key, state text not null, gone integer not null, errors integer not null,
    master_bytes integer not null, renditions integer not null, rendition_bytes integer not null,
    engines text not null, sha256 text not null, record text not null,
    stat text not null default '', probed integer not null default 0, approval text not null default '',
    files text not null default '[]') without rowid`,
  `create index if not exists asset_counts
    on asset (path, state, gone, errors, master_bytes, renditions, rendition_bytes, engines)`,
  'create index if not exists asset_glance on asset (path, gone, stat, probed, approval, files)',
  'create index if not exists asset_digest on asset (sha256)',
  'create index if not exists asset_failed on asset (path) where errors > 0 and gone = 0',
  'create table if not exists analysis (sha256 text primary key, findings blob not null)',
  'create table if not exists sweep (path text primary key, file text) without rowid',
  'create table if not exists history (number integer primary key, id text not null unique, record text not null)',
];

// Columns that a table of an older version gets.
const COLUMNS = [
  { since: LEFT_SINCE, add: 'alter table sweep add column file text' },
  { since: GLANCES_SINCE, add: "alter table asset add column stat text not null default ''" },
  { since: GLANCES_SINCE, add: 'alter table asset add column probed integer not null default 0' },
  { since: GLANCES_SINCE, add: "alter table asset add column approval text not null default ''" },
  { since: GLANCES_SINCE, add: "alter table asset add column files text not null default '[]'" },
];

/** Makes what is not there yet, in a catalog of an older version too (0 = a new one), inside the caller's transaction. */
async function makeTables(db: Kysely<CatalogTables>, version: number): Promise<void> {
  for (const { since, add } of COLUMNS) if (version > 0 && version < since) await sql.raw(add).execute(db);
  for (const statement of TABLES) await sql.raw(statement).execute(db);
  await sql.raw(`pragma user_version = ${SCHEMA_VERSION}`).execute(db);
}

/** The meaning of a failure of SQLite for the operator. */
function explain(error: unknown, { output, file }: Place): unknown {
  const code = errorCode(error) ?? '';
  if (error instanceof SyntaxError || DAMAGED.some((start) => code.startsWith(start))) return damaged(file, error);
  if (!code.startsWith('SQLITE_BUSY') && !code.startsWith('SQLITE_LOCKED')) return storageError(error, output, file);
  return new StorageError('LOCKED', `another program has been writing to ${file} for too long`, {
    place: file,
    hint: 'Try again when it has finished.',
    cause: error,
  });
}

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The address that a reader opens. Where we may not write, SQLite cannot make its shared memory, and reads the file as
 * one that nobody changes.
 */
function nameFor(file: string): string {
  if (canWrite(path.dirname(file))) return file;
  const pending = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return `${pathToFileURL(file).href}?${pending > 0 ? 'mode=ro' : 'immutable=1'}`;
}

function connect(name: string): Kysely<CatalogTables> {
  const database = new (sqlite())(name, { timeout: BUSY_MS });
  return new Kysely<CatalogTables>({ dialect: new SqliteDialect({ database }) });
}

/**
 * Does all of `work` or nothing of it. kysely's own transaction is not used: it asks for a rollback after every failure,
 * and where SQLite has rolled back by itself (a full disk) the failure of that hides the one that matters.
 */
async function inTransaction(
  db: Kysely<CatalogTables>,
  work: (db: Kysely<CatalogTables>) => Promise<void>,
): Promise<void> {
  await db.connection().execute(async (connection) => {
    // Takes the writer's lock at once, so that what is read inside stays true.
    await sql.raw('begin immediate').execute(connection);
    try {
      await work(connection);
      await sql.raw('commit').execute(connection);
    } catch (error) {
      await sql
        .raw('rollback')
        .execute(connection)
        .catch(() => undefined);
      throw error;
    }
  });
  // Statements are freed, with all that was bound to them, in turns of the event loop alone: writers that wait for nothing else
  // would keep every record that they have written.
  await setImmediate();
}

async function versionOf(db: Kysely<CatalogTables>): Promise<number> {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db);
  return rows[0]?.user_version ?? 0;
}

function refuseNewer(version: number, file: string): void {
  if (version <= SCHEMA_VERSION) return;
  throw new CatalogError('CATALOG_NEWER', `expected catalog version ${SCHEMA_VERSION} in ${file}, got ${version}`, {
    place: file,
    hint: 'Use the dmx that wrote this output, or a newer one.',
  });
}

/** Write-ahead logging: readers beside the writer, and nothing to repair after a kill at any moment. */
async function prepare(db: Kysely<CatalogTables>): Promise<void> {
  await sql.raw(`pragma page_size = ${PAGE_BYTES}`).execute(db);
  await sql.raw('pragma journal_mode = wal').execute(db);
  await sql.raw('pragma synchronous = normal').execute(db);
}

/** The version of a catalog that can be used; 0 = it is none. */
async function prepared(db: Kysely<CatalogTables>, file: string, create: boolean): Promise<number> {
  const version = await versionOf(db);
  refuseNewer(version, file);
  if (!create) return version;
  await prepare(db);
  if (version < SCHEMA_VERSION) await inTransaction(db, (tables) => makeTables(tables, version));
  return SCHEMA_VERSION;
}

/** SQLite would open what it may not write without a word, and fail later. */
function makeUsable(folder: string): void {
  makeFolders(folder);
  accessSync(folder, constants.W_OK);
}

/** So that the one file holds everything when nobody has it open: it may be copied (CI caches, shards). */
async function close(db: Kysely<CatalogTables>): Promise<void> {
  try {
    // A reader in the way, or a disk that cannot be written, costs only that.
    await sql`pragma wal_checkpoint(truncate)`.execute(db).catch(() => undefined);
  } finally {
    await db.destroy();
  }
}

async function openAt(place: Place, create: boolean): Promise<CatalogDatabase | undefined> {
  const { file } = place;
  if (create) makeUsable(path.dirname(file));
  else if (!existsSync(file)) return undefined;
  const db = connect(create ? file : nameFor(file));
  let version = 0;
  try {
    version = await prepared(db, file, create);
    if (version === 0) return undefined;
    return {
      ...{ db, version },
      transaction: (work) => inTransaction(db, work),
      explain: (error) => explain(error, place),
      close: () => close(db),
    };
  } finally {
    if (version === 0) await db.destroy();
  }
}

/**
 * Opens the catalog of an output (absolute path), an SQLite file. Without `create`: undefined where there is none, and
 * nothing is written. Throws CATALOG_NEWER, CATALOG_DAMAGED, ENGINE_MISSING or a StorageError.
 */
export async function openSqlite(
  output: string,
  { create }: { readonly create: boolean },
): Promise<CatalogDatabase | undefined> {
  const place = { output, file: sqliteFile(output) };
  try {
    return await openAt(place, create);
  } catch (error) {
    throw explain(error, place);
  }
}
