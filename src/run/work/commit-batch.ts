import type { Catalog } from '../../catalog/catalog.ts';
import type { Analysis } from '../../model/analysis.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import type { Emit } from '../../model/event.ts';
import type { AssetPlan, PlannedMaster } from '../../model/plan.ts';
import type { Storage } from '../../storage/storage.ts';
import type { JobPlaces } from './propose-job.ts';
import { commitClearingPath } from './clear-path.ts';
import { stripLocalPaths } from './strip-local-paths.ts';
import { settle, type JobEnd, type RenditionChange, type Settlement } from './settle.ts';
import type { Tally } from './tally.ts';

/** What a batch is committed to. */
export interface CommitPorts {
  readonly storage: Storage;
  readonly catalog: Catalog;
  readonly tally: Tally;
  readonly emit: Emit;
  /** ISO time. */
  readonly now: () => string;
  readonly project: JobPlaces;
  readonly trustCatalog: boolean;
}

/** Finished jobs of one batch, stored as they come and recorded together. */
export class Batch {
  readonly #ports: CommitPorts;
  readonly #settled: Settlement[] = [];
  readonly #gone: AssetRecord[] = [];
  readonly #analyses = new Map<string, Analysis>();

  constructor(ports: CommitPorts) {
    this.#ports = ports;
  }

  get size(): number {
    return this.#settled.length + this.#gone.length;
  }

  /** Stores what a job made. Files appear one by one, each whole; the catalog says "done" only with the batch. */
  async settle(plan: AssetPlan, master: PlannedMaster, end: JobEnd): Promise<void> {
    const { now, project, tally, emit } = this.#ports;
    const settled = settle(plan, master, end, now());
    const settlement = { ...settled, record: stripLocalPaths(settled.record, project) };
    await this.#carry(settlement);
    for (const { file, path } of settlement.commits) {
      await commitClearingPath(path, () => this.#ports.storage.commit(file, path), this.#ports);
    }
    this.#settled.push(settlement);
    if (end.result?.analysis) this.#analyses.set(master.sha256, end.result.analysis);
    tally.add(countsOf(settlement));
    tally.addErrors(settlement.record.errors);
    for (const change of settlement.changes) emit(changeEvent(change));
  }

  /** With `--trust-catalog` the files may be on another machine: then the move is only recorded. */
  async #carry({ carries }: Settlement): Promise<void> {
    const { storage, trustCatalog } = this.#ports;
    const sizes = trustCatalog ? await storage.sizes(carries.map(({ from }) => from)) : undefined;
    for (const [i, { from, to }] of carries.entries()) {
      if (sizes !== undefined && sizes[i] === undefined) continue;
      await commitClearingPath(to, () => storage.carry(from, to), this.#ports);
    }
  }

  /** Takes an asset out of the manifest whose master is gone. */
  leave(previous: AssetRecord): void {
    const { now, tally, emit } = this.#ports;
    this.#gone.push({ ...previous, gone: true, recordedAt: now() });
    tally.add({ gone: 1 });
    for (const { path } of previous.renditions)
      emit(changeEvent({ change: 'removed', path, oldPath: null, sha256: null }));
  }

  /** Records everything settled so far in one transaction. */
  async record(): Promise<void> {
    if (this.size === 0) return;
    const { storage, catalog } = this.#ports;
    await storage.flush();
    await catalog.record({
      put: [...this.#settled.map(({ record }) => record), ...this.#gone],
      drop: this.#settled.flatMap(({ drop }) => drop),
      sweep: this.#settled.flatMap(({ sweep }) => sweep),
      analyses: this.#analyses,
    });
    this.#settled.length = 0;
    this.#gone.length = 0;
    this.#analyses.clear();
  }
}

function changeEvent(change: RenditionChange): Parameters<Emit>[0] {
  return { type: 'rendition-changed', ...change };
}

function countsOf({ commits, carries, record, changes }: Settlement): Parameters<Tally['add']>[0] {
  return {
    assets: 1,
    made: commits.length,
    carried: carries.length,
    kept: record.renditions.length - commits.length - carries.length,
    removed: changes.filter(({ change }) => change === 'removed').length,
    madeBytes: record.renditions.reduce(
      (sum, { path, bytes }) => sum + (commits.some((one) => one.path === path) ? bytes : 0),
      0,
    ),
  };
}
