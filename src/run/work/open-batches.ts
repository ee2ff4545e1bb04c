import type { ErrorData } from '../../model/errors.ts';
import type { Job } from '../../model/job.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { Changed } from '../../schedule/do-job.ts';
import type { PlannedAsset } from '../planning/candidate.ts';
import { OpenBatch } from './open-batch.ts';
import type { WorkOptions } from './work-options.ts';

// One whose last jobs are at work, and one that fills the places they leave. What is stored and not yet recorded is made
// again after a power loss: more would be at stake.
const OPEN = 2;

/** The batches of a run that are under way: begun and recorded in their order. */
export class OpenBatches {
  readonly #options: WorkOptions;
  readonly #open: OpenBatch[] = [];
  #recorded = 0;
  /** Records one batch after the other, whoever asks for it. */
  #recording = Promise.resolve();
  /** The last batch that was begun is planned, and what needs no work in it is stored. */
  #begun = Promise.resolve();
  /** Told when there is room for one more. */
  #onRoom: (() => void) | undefined;

  constructor(options: WorkOptions) {
    this.#options = options;
  }

  /** Begins one batch after the other as their jobs are asked for, and holds the next back while too many are open. */
  async *begin(batches: readonly (readonly PlannedAsset[])[]): AsyncGenerator<readonly Job[], void, undefined> {
    const { stop, onBegun } = this.#options;
    for (const [number, todos] of batches.entries()) {
      await this.recordDone();
      if (this.#open.length >= OPEN) await new Promise<void>((go) => (this.#onRoom = go));
      if (stop.signal.aborted) return;
      onBegun(number);
      const batch = new OpenBatch(this.#options);
      this.#open.push(batch);
      const jobs = batch.begin(todos);
      this.#begun = jobs.then(
        () => undefined,
        () => undefined,
      );
      yield await jobs;
    }
  }

  /** Stores what became of a job, and records what is complete by it. */
  async settle(outcome: Outcome): Promise<void> {
    await this.#batchOf(outcome.job)?.settle(outcome);
    await this.recordDone();
  }

  /** See `OpenBatch.revise`. */
  async revise(job: Job, changed: Changed): Promise<Job | ErrorData> {
    return (await this.#batchOf(job)?.revise(job, changed)) ?? job;
  }

  /** Records the oldest batches as far as they are done. */
  recordDone(): Promise<void> {
    return this.#record((batch) => batch.isDone);
  }

  /** Records what is stored of every batch, done or not: nothing more will come. */
  async end(): Promise<void> {
    await this.#begun;
    return this.#record(() => true);
  }

  #batchOf({ asset }: Job): OpenBatch | undefined {
    return this.#open.find((batch) => batch.awaits(asset));
  }

  #record(isDue: (batch: OpenBatch) => boolean): Promise<void> {
    const recording = this.#recording.then(async () => {
      for (let [first] = this.#open; first && isDue(first); [first] = this.#open) {
        await first.record();
        this.#open.shift();
        await this.#options.onRecorded(this.#recorded++);
        this.#onRoom?.();
      }
    });
    // A failure is for who asked; the next may try once more.
    this.#recording = recording.catch(() => undefined);
    return recording;
  }
}
