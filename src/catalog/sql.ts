import type { Kysely } from 'kysely';

import type { Analysis } from '../model/analysis.ts';
import { type AssetGlance, glanceOf } from '../model/asset-glance.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import type { LeftFile } from '../model/left-file.ts';
import type { RunRecord } from '../model/run/run.ts';
import type { Catalog, CatalogChange, CatalogSummary } from './catalog.ts';
import { approveRow, countsIn, glancesIn, type Page, type PageRange, rangeOf, recordsIn, rowOf } from './asset-rows.ts';
import { digestsOf, forgetAnalyses, putAnalyses, readAnalyses } from './analysis-rows.ts';
import { type CountedRecords, summarize, summarizeRecords } from './counts.ts';
import type { Database } from './database.ts';
import { type CatalogFacts, type FactName, keyOf, parseFact, printFact } from './facts.ts';
import { ANALYSES_SINCE, GLANCES_SINCE, LEFT_SINCE, type AssetTable, type CatalogTables } from './schema.ts';
import { namesIn, type NextPath } from './names-in.ts';
import { ROWS, slices } from './slices.ts';
import { putSweep, readSweep, unsweep, unsweepListed } from './sweep-rows.ts';

// Records a read: a query costs a tenth of a millisecond, a record some kilobytes; between pages nothing is held open,
// so that a reader may write, or stop, in the middle.
const PAGE = 500;

// What is glanced at takes a tenth of a record.
const GLANCES = 2_000;

// Rows that are counted together: to ask costs as much as to count a thousand of them; those that differ SQLite holds and sorts.
const COUNTED_ROWS = 20_000;

const MANIFEST = 'manifest';

// Beside the rows of facts, which stand under a name of their own.
const factKey = (name: FactName): string => `user.${keyOf(name)}`;

async function* each<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page;
}

/** The catalog in an SQL database. What an operator can mend is thrown as CatalogError or StorageError. */
export class SqlCatalog implements Catalog {
  readonly #db: Kysely<CatalogTables>;
  readonly #database: Database;

  constructor(database: Database) {
    this.#db = database.db;
    this.#database = database;
  }

  async fact<K extends FactName>(name: K): Promise<CatalogFacts[K] | undefined> {
    return parseFact(name, await this.#getMeta(factKey(name)));
  }

  setFact<K extends FactName>(name: K, value: CatalogFacts[K]): Promise<void> {
    return this.#explained(() => this.#setMeta(this.#db, factKey(name), printFact(name, value)));
  }

  assets(folder = ''): AsyncGenerator<AssetRecord> {
    return each(this.#records(folder));
  }

  failures(folder = ''): AsyncGenerator<AssetRecord> {
    return each(this.#records(folder, { failed: true }));
  }

  async *glances(folder = ''): AsyncGenerator<readonly AssetGlance[]> {
    if (this.#database.version < GLANCES_SINCE) {
      for await (const records of this.#records(folder)) yield records.map(glanceOf);
    } else yield* this.#pages(folder, (range) => glancesIn(this.#db, range, GLANCES));
  }

  approve(records: readonly AssetRecord[], approval: string): Promise<void> {
    return this.#explained(() =>
      this.#database.transaction(async (db) => {
        for (const record of records) await approveRow(db, record, approval);
      }),
    );
  }

  asset(path: string): Promise<AssetRecord | undefined> {
    return this.#explained(async () => {
      const row = await this.#db.selectFrom('asset').select('record').where('path', '=', path).executeTakeFirst();
      return row && (JSON.parse(row.record) as AssetRecord);
    });
  }

  namesIn(folder: string, start: string, most: number): Promise<readonly string[]> {
    const next: NextPath = async (from, including) => {
      const found = this.#db.selectFrom('asset').select('path').where('gone', '=', 0);
      const behind = found
        .where('path', including ? '>=' : '>', from)
        .orderBy('path')
        .limit(1);
      return (await behind.executeTakeFirst())?.path;
    };
    return this.#explained(() => namesIn(next, { folder, start, most }));
  }

  async *assetsAt(all: readonly string[]): AsyncGenerator<AssetRecord> {
    for (const paths of slices(all, ROWS)) {
      yield* await this.#explained(async () => {
        const rows = this.#db.selectFrom('asset').select('record').where('path', 'in', paths).orderBy('path');
        return (await rows.execute()).map(({ record }) => JSON.parse(record) as AssetRecord);
      });
    }
  }

  assetsByDigest(sha256: string): Promise<readonly AssetRecord[]> {
    return this.#explained(async () => {
      const same = this.#db.selectFrom('asset').select('record').where('sha256', '=', sha256).orderBy('path');
      return (await same.execute()).map(({ record }) => JSON.parse(record) as AssetRecord);
    });
  }

  record({ put, drop, sweep, analyses = new Map() }: CatalogChange): Promise<void> {
    return this.#explained(() =>
      this.#database.transaction(async (db) => {
        await this.#setMeta(db, MANIFEST, 'due');
        const left = await digestsOf(db, [...drop, ...put.map(({ path }) => path)]);
        for (const paths of slices(drop, ROWS)) await db.deleteFrom('asset').where('path', 'in', paths).execute();
        for (const records of slices(put, ROWS)) await this.#put(db, records.map(rowOf));
        await putSweep(db, sweep);
        await unsweepListed(db, put);
        await putAnalyses(db, analyses);
        await forgetAnalyses(db, [...left, ...analyses.keys()]);
      }),
    );
  }

  analyses(digests: readonly string[]): Promise<ReadonlyMap<string, Analysis>> {
    return this.#explained(async () =>
      this.#database.version < ANALYSES_SINCE ? new Map() : readAnalyses(this.#db, digests),
    );
  }

  sweepList(): Promise<readonly LeftFile[]> {
    return this.#explained(() => readSweep(this.#db, this.#database.version >= LEFT_SINCE));
  }

  swept(paths: readonly string[]): Promise<void> {
    return this.#explained(() => this.#database.transaction((db) => unsweep(db, paths)));
  }

  async manifestDue(): Promise<boolean> {
    return (await this.#getMeta(MANIFEST)) !== 'written';
  }

  manifestWritten(): Promise<void> {
    return this.#explained(() => this.#setMeta(this.#db, MANIFEST, 'written'));
  }

  async summary(folder = '', counts?: (record: AssetRecord) => boolean): Promise<CatalogSummary> {
    if (counts) return summarizeRecords(this.assets(folder), counts);
    const groups: CountedRecords[] = [];
    const pages = this.#pages(folder, (range) => countsIn(this.#db, range, COUNTED_ROWS));
    for await (const page of pages) groups.push(...page);
    return summarize(groups);
  }

  putRun(run: RunRecord): Promise<void> {
    const record = JSON.stringify(run);
    return this.#explained(async () => {
      await this.#db
        .insertInto('history')
        .values({ id: run.id, record })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ record }))
        .execute();
    });
  }

  run(id: string): Promise<RunRecord | undefined> {
    return this.#explained(async () => {
      const row = await this.#db.selectFrom('history').select('record').where('id', '=', id).executeTakeFirst();
      return row && (JSON.parse(row.record) as RunRecord);
    });
  }

  runs(limit?: number): Promise<readonly RunRecord[]> {
    return this.#explained(async () => {
      const newest = this.#db.selectFrom('history').select('record').orderBy('number', 'desc');
      const rows = await (limit === undefined ? newest : newest.limit(limit)).execute();
      return rows.map(({ record }) => JSON.parse(record) as RunRecord);
    });
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  async #explained<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#database.explain(error);
    }
  }

  #records(
    folder: string,
    { failed }: { readonly failed: boolean } = { failed: false },
  ): AsyncGenerator<readonly AssetRecord[]> {
    return this.#pages(folder, (range) => recordsIn(this.#db, range, { failed, limit: PAGE }));
  }

  /** Rows at a folder ('' = the library) and below it, page by page, in order of the path. */
  async *#pages<T>(folder: string, read: (range: PageRange) => Promise<Page<T>>): AsyncGenerator<readonly T[]> {
    if (folder !== '') yield (await this.#explained(() => read({ at: folder }))).rows;
    const { after, before } = rangeOf(folder);
    for (let last: string | undefined = after; last !== undefined;) {
      const range: PageRange = { after: last, before };
      const page: Page<T> = await this.#explained(() => read(range));
      yield page.rows;
      last = page.last;
    }
  }

  #getMeta(key: string): Promise<string | undefined> {
    return this.#explained(async () => {
      const row = await this.#db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
      return row?.value;
    });
  }

  async #setMeta(db: Kysely<CatalogTables>, key: string, value: string): Promise<void> {
    await db
      .insertInto('meta')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
  }

  async #put(db: Kysely<CatalogTables>, rows: readonly AssetTable[]): Promise<void> {
    await db
      .insertInto('asset')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('path').doUpdateSet((excluded) => ({
          state: excluded.ref('excluded.state'),
          gone: excluded.ref('excluded.gone'),
          errors: excluded.ref('excluded.errors'),
          master_bytes: excluded.ref('excluded.master_bytes'),
          renditions: excluded.ref('excluded.renditions'),
          rendition_bytes: excluded.ref('excluded.rendition_bytes'),
          engines: excluded.ref('excluded.engines'),
          sha256: excluded.ref('excluded.sha256'),
          record: excluded.ref('excluded.record'),
          stat: excluded.ref('excluded.stat'),
          probed: excluded.ref('excluded.probed'),
          approval: excluded.ref('excluded.approval'),
          files: excluded.ref('excluded.files'),
        })),
      )
      .execute();
  }
}
