import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { Kysely, sql, SqliteDialect } from 'kysely';
import Database from 'libsql';

import { CatalogError } from '../model/errors.ts';
import { catalogError } from './catalog-error.ts';
import { type CatalogTables, makeTables, SCHEMA_VERSION } from './schema.ts';

// A reader waits at most for a checkpoint, a writer for `runs rename` in another terminal: milliseconds.
const BUSY_MS = 10_000;

// A record of some renditions fits a page; at 4 KiB most would spill into pages of their own (reading all: 1.6 times as long).
const PAGE_BYTES = 16_384;

/** An open catalog file. */
export interface OpenedDatabase {
  readonly db: Kysely<CatalogTables>;
  readonly file: string;
  readonly output: string;
  /** Of its tables: an older one only where nothing is written. */
  readonly version: number;
}

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** What a reader opens. Where we may not write, SQLite cannot make its shared memory, and reads the file as one that nobody changes. */
function nameFor(file: string): string {
  if (canWrite(path.dirname(file))) return file;
  const pending = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return `${pathToFileURL(file).href}?${pending > 0 ? 'mode=ro' : 'immutable=1'}`;
}

function connect(name: string): Kysely<CatalogTables> {
  const database = new Database(name, { timeout: BUSY_MS });
  return new Kysely<CatalogTables>({ dialect: new SqliteDialect({ database }) });
}

/**
 * Does all of `work` or nothing of it. kysely's own transaction is not used: it asks for a rollback after every failure,
 * and where SQLite has rolled back by itself (a full disk) the failure of that hides the one that matters.
 */
export async function inTransaction(
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
  if (version < SCHEMA_VERSION) await inTransaction(db, makeTables);
  return SCHEMA_VERSION;
}

/** SQLite would open what it may not write without a word, and fail later. */
function makeUsable(folder: string): void {
  mkdirSync(folder, { recursive: true });
  accessSync(folder, constants.W_OK);
}

async function openAt(output: string, file: string, create: boolean): Promise<OpenedDatabase | undefined> {
  if (create) makeUsable(path.dirname(file));
  else if (!existsSync(file)) return undefined;
  const db = connect(create ? file : nameFor(file));
  let version = 0;
  try {
    version = await prepared(db, file, create);
    return version > 0 ? { db, file, output, version } : undefined;
  } finally {
    if (version === 0) await db.destroy();
  }
}

/**
 * Opens the catalog of an output (absolute path). Without `create`: undefined where there is none, and nothing is
 * written. Throws CATALOG_NEWER, CATALOG_DAMAGED or a StorageError.
 */
export async function openDatabase(output: string, create: boolean): Promise<OpenedDatabase | undefined> {
  const file = path.join(output, '.dmx', 'catalog.db');
  try {
    return await openAt(output, file, create);
  } catch (error) {
    throw catalogError(error, output, file);
  }
}
