import type { Catalog } from '../../catalog/catalog.ts';
import type { Analysis } from '../../model/analysis.ts';
import type { Emit } from '../../model/run/event.ts';
import type { Storage } from '../../storage/storage.ts';
import { commitClearingPath } from './clear-path.ts';
import type { Journal } from '../history/journal.ts';
import type { Settlement } from './settle.ts';

// A finished asset is recorded within a second: half of it to gather what else finishes, half to record.
const GATHER_MS = 500;

/** The ports that finished assets are recorded with. */
export interface RecordPorts {
  readonly storage: Storage;
  readonly catalog: Catalog;
  readonly journal: Journal;
  readonly emit: Emit;
  /** Files that are to be carried over may be on another machine: then the move is only recorded. */
  readonly trustCatalog: boolean;
}

export interface RecorderOptions extends RecordPorts {
  /** Called after each time that something was recorded. */
  readonly onRecorded: () => void;
  /** Called when something could not be recorded, or told, while nobody waited for it; `end` tries once more. */
  readonly onFailure: (error: unknown) => void;
}

/** A settlement, and what was found in its master. */
interface Stored {
  readonly settlement: Settlement;
  readonly analysis: Analysis | undefined;
}

/**
 * Stores finished assets as they come and records them within a second, in one transaction for all that finished
 * meanwhile. Order of truth: the journal's note, the files, the record, then the change is told.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  #stored: Stored[] = [];
  /** Noted, their files on the way. */
  readonly #underWay = new Set<Stored>();
  #taken = 0;
  #recorded = 0;
  /** Records one group after the other, whoever asks for it. */
  #recording = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** The number of assets that were stored so far. */
  get taken(): number {
    return this.#taken;
  }

  /** The number of them, in their order, that are recorded. */
  get recorded(): number {
    return this.#recorded;
  }

  /** Stores an asset: its files appear one by one, each whole. The catalog says "done" within a second. */
  async store(settlement: Settlement, analysis?: Analysis): Promise<void> {
    const stored = { settlement, analysis };
    this.#note(stored);
    this.#underWay.add(stored);
    await this.#carry(settlement);
    for (const { file, path } of settlement.commits) {
      await commitClearingPath(path, () => this.#options.storage.commit(file, path), this.#options);
    }
    this.#underWay.delete(stored);
    this.#stored.push(stored);
    this.#taken++;
    this.#timer ??= setTimeout(() => void this.#record().catch(this.#options.onFailure), GATHER_MS);
  }

  /** Records everything that is stored; nothing more will come. Throws StorageError, CatalogError. */
  end(): Promise<void> {
    return this.#record();
  }

  /** Notes what a crash would lose: work that was done, and changes that are to be told. */
  #note({ settlement, analysis }: Stored): void {
    const { record, replaces, drop, sweep, commits, carries, changes } = settlement;
    const placed = [...commits.map(({ path }) => path), ...carries.map(({ to }) => to)];
    if (placed.length + changes.length + record.errors.length === 0) return;
    this.#options.journal.note({ record, replaces, drop, sweep, placed, changes, ...(analysis && { analysis }) });
  }

  async #carry({ carries }: Settlement): Promise<void> {
    const { storage, trustCatalog } = this.#options;
    const sizes = trustCatalog ? await storage.sizes(carries.map(({ from }) => from)) : undefined;
    for (const [i, { from, to }] of carries.entries()) {
      if (sizes !== undefined && sizes[i] === undefined) continue;
      await commitClearingPath(to, () => storage.carry(from, to), this.#options);
    }
  }

  #record(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const recording = this.#recording.then(() => this.#recordStored());
    // A failure is for who asked; the next may try once more.
    this.#recording = recording.catch(() => undefined);
    return recording;
  }

  async #recordStored(): Promise<void> {
    const group = this.#stored;
    if (group.length === 0) return;
    this.#stored = [];
    const dropPages = this.#options.journal.turn();
    for (const stored of this.#underWay) this.#note(stored);
    try {
      await this.#put(group);
    } catch (error) {
      this.#stored = [...group, ...this.#stored];
      throw error;
    }
    this.#recorded += group.length;
    const { emit, onRecorded } = this.#options;
    for (const { settlement } of group) {
      for (const change of settlement.changes) emit({ type: 'rendition-changed', ...change });
    }
    onRecorded();
    dropPages();
  }

  async #put(group: readonly Stored[]): Promise<void> {
    const { storage, catalog } = this.#options;
    const settlements = group.map(({ settlement }) => settlement);
    await storage.flush();
    await catalog.record({
      put: settlements.map(({ record }) => record),
      drop: settlements.flatMap(({ drop }) => drop),
      sweep: settlements.flatMap(({ sweep }) => sweep),
      analyses: new Map(
        group.flatMap(({ settlement, analysis }) => (analysis ? [[settlement.record.sha256, analysis] as const] : [])),
      ),
    });
  }
}
