import { compareUtf8 } from '../base/text.ts';
import type { Analysis } from '../model/analysis.ts';
import { type AssetGlance, glanceOf } from '../model/asset-glance.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import type { LeftFile } from '../model/left-file.ts';
import type { RunRecord } from '../model/run/run.ts';
import type { Catalog, CatalogChange, CatalogSummary } from './catalog.ts';
import { countRecord, summarize } from './counts.ts';
import { namesIn, type NextPath } from './names-in.ts';
import { type CatalogFacts, type FactName, parseFact, printFact } from './facts.ts';

/** A catalog that forgets: for tests and dry runs. */
export class MemoryCatalog implements Catalog {
  readonly #facts = new Map<string, string>();
  readonly #assets = new Map<string, AssetRecord>();
  readonly #sweep = new Map<string, LeftFile>();
  readonly #approvals = new Map<string, string>();
  readonly #analyses = new Map<string, Analysis>();
  readonly #runs = new Map<string, RunRecord>();
  #manifestDue = true;

  async fact<K extends FactName>(name: K): Promise<CatalogFacts[K] | undefined> {
    return parseFact(name, this.#facts.get(name));
  }

  async setFact<K extends FactName>(name: K, value: CatalogFacts[K]): Promise<void> {
    this.#facts.set(name, printFact(name, value));
  }

  async *assets(folder = ''): AsyncGenerator<AssetRecord> {
    // Looked up one at a time: records that the caller removes meanwhile are skipped.
    for (const path of this.#below(folder)) {
      const record = this.#assets.get(path);
      if (record !== undefined) yield record;
    }
  }

  async *failures(folder = ''): AsyncGenerator<AssetRecord> {
    for await (const record of this.assets(folder)) if (record.errors.length > 0 && !record.gone) yield record;
  }

  async *glances(folder = ''): AsyncGenerator<readonly AssetGlance[]> {
    const glances: AssetGlance[] = [];
    for await (const record of this.assets(folder)) {
      glances.push({ ...glanceOf(record), approval: this.#approvals.get(record.path) ?? '' });
    }
    yield glances;
  }

  async approve(records: readonly AssetRecord[], approval: string): Promise<void> {
    for (const { path } of records) if (this.#assets.has(path)) this.#approvals.set(path, approval);
  }

  async asset(path: string): Promise<AssetRecord | undefined> {
    return this.#assets.get(path);
  }

  namesIn(folder: string, start: string, most: number): Promise<readonly string[]> {
    const paths = this.#below('').filter((path) => this.#assets.get(path)?.gone !== true);
    const next: NextPath = async (from, including) =>
      paths.find((path) => (including ? compareUtf8(path, from) >= 0 : compareUtf8(path, from) > 0));
    return namesIn(next, { folder, start, most });
  }

  async *assetsAt(paths: readonly string[]): AsyncGenerator<AssetRecord> {
    for (const path of paths) {
      const record = this.#assets.get(path);
      if (record !== undefined) yield record;
    }
  }

  async assetsByDigest(sha256: string): Promise<readonly AssetRecord[]> {
    const same = [...this.#assets.values()].filter((record) => record.sha256 === sha256);
    return same.toSorted((a, b) => compareUtf8(a.path, b.path));
  }

  async record({ put, drop, sweep, analyses = new Map() }: CatalogChange): Promise<void> {
    for (const path of drop) this.#assets.delete(path);
    for (const file of sweep) this.#sweep.set(file.path, structuredClone(file));
    for (const record of put) {
      this.#assets.set(record.path, structuredClone(record));
      this.#approvals.delete(record.path);
      for (const { path } of record.renditions) this.#sweep.delete(path);
    }
    for (const [sha256, analysis] of analyses) this.#analyses.set(sha256, structuredClone(analysis));
    const digests = new Set([...this.#assets.values()].map(({ sha256 }) => sha256));
    for (const sha256 of this.#analyses.keys()) if (!digests.has(sha256)) this.#analyses.delete(sha256);
    this.#manifestDue = true;
  }

  async analyses(digests: readonly string[]): Promise<ReadonlyMap<string, Analysis>> {
    return new Map([...this.#analyses].filter(([sha256]) => digests.includes(sha256)));
  }

  async sweepList(): Promise<readonly LeftFile[]> {
    return [...this.#sweep.values()].toSorted((a, b) => compareUtf8(a.path, b.path));
  }

  async swept(paths: readonly string[]): Promise<void> {
    for (const path of paths) this.#sweep.delete(path);
  }

  async manifestDue(): Promise<boolean> {
    return this.#manifestDue;
  }

  async manifestWritten(): Promise<void> {
    this.#manifestDue = false;
  }

  async summary(folder = '', counts: (record: AssetRecord) => boolean = () => true): Promise<CatalogSummary> {
    const records = this.#below(folder)
      .flatMap((path) => this.#assets.get(path) ?? [])
      .filter(counts);
    return summarize(records.map((record) => ({ ...countRecord(record), assets: 1 })));
  }

  async putRun(run: RunRecord): Promise<void> {
    this.#runs.set(run.id, structuredClone(run));
  }

  async run(id: string): Promise<RunRecord | undefined> {
    return this.#runs.get(id);
  }

  async runs(limit?: number): Promise<readonly RunRecord[]> {
    return [...this.#runs.values()].toReversed().slice(0, limit);
  }

  async close(): Promise<void> {}

  #below(folder: string): readonly string[] {
    return [...this.#assets.keys()]
      .filter((path) => folder === '' || path === folder || path.startsWith(`${folder}/`))
      .toSorted(compareUtf8);
  }
}
