import { compareUtf8 } from '../../base/text.ts';
import { piecesOf } from '../../base/chunks.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { ScannedFile } from '../../model/asset.ts';
import type { AssetGlance } from '../../model/asset-glance.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import type { ScannedFiles } from './file-table.ts';
import { isBelow } from './unselected-assets.ts';

// Rows looked at together: one query for the records of those that need one.
const CHUNK = 500;

/** A master and the catalog's record at the same path; either may be absent. */
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

/** Files in order, of which the first that was not taken yet can be looked at. */
class FilesLeft {
  head: ScannedFile | undefined;
  readonly #files: Iterator<ScannedFile>;

  constructor(files: ScannedFiles) {
    this.#files = files[Symbol.iterator]();
    this.take();
  }

  take(): ScannedFile | undefined {
    const taken = this.head;
    const next = this.#files.next();
    this.head = next.done === true ? undefined : next.value;
    return taken;
  }

  /** Takes, as rows, the files that come before a path; all without one. */
  *before(path?: string): Generator<LibraryRow> {
    while (this.head !== undefined && (path === undefined || compareUtf8(this.head.path, path) < 0)) {
      yield { file: this.take(), glance: undefined };
    }
  }
}

/** The rows of some glances, each beside its file, and of the files that come before them. */
function* rowsUpTo(glances: readonly AssetGlance[], files: FilesLeft): Generator<LibraryRow> {
  for (const glance of glances) {
    yield* files.before(glance.path);
    yield { file: files.head?.path === glance.path ? files.take() : undefined, glance };
  }
}

/** No step of it waits for a single row: a million of them wait for pages of the catalog alone. */
async function* glancedRows(
  files: ScannedFiles,
  folder: string,
  catalog: Glanced,
): AsyncGenerator<readonly LibraryRow[]> {
  const left = new FilesLeft(within(files, folder));
  for await (const glances of catalog.glances(folder)) yield* piecesOf(rowsUpTo(glances, left), CHUNK);
  yield* piecesOf(left.before(), CHUNK);
}

/** The records of rows, by asset path. */
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
  for await (const rows of glancedRows(files, folder, catalog)) {
    const done = await does(rows);
    const open = rows.filter((_, i) => done[i] !== true);
    const records = await recordsOf(open, catalog);
    yield records.size === 0 ? rows : rows.map((row) => ({ ...row, record: records.get(row.glance?.path ?? '') }));
  }
}
