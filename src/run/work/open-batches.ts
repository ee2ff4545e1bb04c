import type { ErrorData } from '../../model/errors.ts';
import type { Job } from '../../model/jobs/job.ts';
import type { Outcome } from '../../model/jobs/outcome.ts';
import type { Changed } from '../../schedule/do-job.ts';
import type { PlannedAsset } from '../planning/candidate.ts';
import { Batch } from './batch.ts';
import type { Recorder } from './recorder.ts';
import type { WorkOptions } from './work-options.ts';

// One whose last jobs are at work, and one that fills the places they leave: plans of more need not be in memory.
const OPEN = 2;

/** The batches at work, started and recorded in order. */
export class OpenBatches {
  readonly #options: WorkOptions;
  readonly #recorder: Recorder;
  /** Batches that were started and not yet reported as recorded. */
  readonly #open: Batch[] = [];
  #told = 0;
  /** The last batch that was begun is planned, and what needs no work in it is stored. */
  #begun = Promise.resolve();
  /** Called when a batch is stored. */
  #onStored: (() => void) | undefined;

  constructor(options: WorkOptions, recorder: Recorder) {
    this.#options = options;
    this.#recorder = recorder;
  }

  /** Begins one batch after the other as their jobs are asked for, and holds the next back while too many have work. */
  async *begin(batches: readonly (readonly PlannedAsset[])[]): AsyncGenerator<readonly Job[], void, undefined> {
    const { stop, onBatchBegun } = this.#options;
    for (const [number, assets] of batches.entries()) {
      while (this.#open.filter(({ isStored }) => !isStored).length >= OPEN) {
        await new Promise<void>((go) => (this.#onStored = go));
      }
      if (stop.signal.aborted) return;
      onBatchBegun(number);
      const batch = new Batch(this.#options, this.#recorder);
      this.#open.push(batch);
      const jobs = batch.begin(assets);
      this.#begun = jobs.then(
        () => undefined,
        () => undefined,
      );
      yield await jobs;
    }
  }

  /** Stores what became of a job. */
  async settle(outcome: Outcome): Promise<void> {
    const batch = this.#batchOf(outcome.job);
    await batch?.settle(outcome);
    if (batch?.isStored) this.#onStored?.();
  }

  /** See `Batch.revise`. */
  async revise(job: Job, changed: Changed): Promise<Job | ErrorData> {
    return (await this.#batchOf(job)?.revise(job, changed)) ?? job;
  }

  /** Reports the oldest batches as soon as all their assets are recorded. */
  tellRecorded(): void {
    while (this.#open[0]?.isRecorded) {
      this.#open.shift();
      this.#options.onBatchRecorded(this.#told++);
    }
  }

  /** Resolves when nothing more is going to be stored, once no job is awaited. */
  planned(): Promise<void> {
    return this.#begun;
  }

  #batchOf({ asset }: Job): Batch | undefined {
    return this.#open.find((batch) => batch.awaits(asset));
  }
}
