import type { Kysely } from 'kysely';

import type { Analysis } from '../model/analysis.ts';
import type { AssetRecord, AssetState } from '../model/catalog-record.ts';
import type { LeftFile } from '../model/left-file.ts';
import type { RunRecord } from '../model/run.ts';
import type { Catalog, CatalogChange, CatalogSummary } from './catalog.ts';
import { digestsOf, forgetAnalyses, putAnalyses, readAnalyses } from './analysis-rows.ts';
import { type CountedRecords, countRecord, summarize } from './counts.ts';
import type { Database } from './database.ts';
import { type CatalogFacts, type FactName, keyOf, parseFact, printFact } from './facts.ts';
import { ANALYSES_SINCE, LEFT_SINCE, type AssetTable, type CatalogTables } from './schema.ts';
import { namesIn, type NextPath } from './names-in.ts';
import { ROWS, slices } from './slices.ts';
import { putSweep, readSweep, unsweep, unsweepListed } from './sweep-rows.ts';

// Records a read: a query costs a tenth of a millisecond, a record some kilobytes; between pages nothing is held open,
// so that a reader may write, or stop, in the middle.
const PAGE = 500;

const MANIFEST = 'manifest';

function rowOf(record: AssetRecord): AssetTable {
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
  };
}

/**
 * The assets below a folder, as a range of paths: from `folder/` up to `folder0`, zero being what follows the slash.
 */
function rangeOf(folder: string): { readonly after: string; readonly before: string | undefined } {
  return folder === '' ? { after: '', before: undefined } : { after: `${folder}/`, before: `${folder}0` };
}

// Beside the rows of facts, which stand under a name of their own.
const factKey = (name: FactName): string => `user.${keyOf(name)}`;

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
    return this.#records(folder, false);
  }

  failures(folder = ''): AsyncGenerator<AssetRecord> {
    return this.#records(folder, true);
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

  summary(folder = ''): Promise<CatalogSummary> {
    const { after, before } = rangeOf(folder);
    return this.#explained(async () => {
      const rows = await this.#db
        .selectFrom('asset')
        .select(({ fn }) => [
          'state',
          'gone',
          'engines',
          fn.countAll<number>().as('assets'),
          fn.sum<number>('errors').as('errors'),
          fn.sum<number>('master_bytes').as('masterBytes'),
          fn.sum<number>('renditions').as('renditions'),
          fn.sum<number>('rendition_bytes').as('renditionBytes'),
        ])
        .where((where) =>
          where.or([
            where('path', '=', folder),
            before === undefined
              ? where('path', '>', after)
              : where.and([where('path', '>', after), where('path', '<', before)]),
          ]),
        )
        .groupBy(['state', 'gone', 'engines'])
        .execute();
      return summarize(
        rows.map((row): CountedRecords => ({ ...row, state: row.state as AssetState, gone: row.gone === 1 })),
      );
    });
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

  async *#records(folder: string, failed: boolean): AsyncGenerator<AssetRecord> {
    if (folder !== '') yield* await this.#page(folder, folder, failed, true);
    const { after, before } = rangeOf(folder);
    for (let last = after; ;) {
      const page = await this.#page(last, before, failed, false);
      yield* page;
      const end = page.at(-1);
      if (end === undefined || page.length < PAGE) return;
      last = end.path;
    }
  }

  /** Records from a path on (without it, unless `inclusive`) and up to another, in order. */
  #page(from: string, to: string | undefined, failed: boolean, inclusive: boolean): Promise<readonly AssetRecord[]> {
    return this.#explained(async () => {
      let query = this.#db.selectFrom('asset').select('record').orderBy('path').limit(PAGE);
      query = inclusive ? query.where('path', '=', from) : query.where('path', '>', from);
      if (to !== undefined && !inclusive) query = query.where('path', '<', to);
      if (failed) query = query.where('errors', '>', 0).where('gone', '=', 0);
      return (await query.execute()).map(({ record }) => JSON.parse(record) as AssetRecord);
    });
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
        })),
      )
      .execute();
  }
}
