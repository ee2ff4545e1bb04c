import type { Budget } from '../base/budget.ts';
import type { Job } from '../model/jobs/job.ts';
import type { Outcome } from '../model/jobs/outcome.ts';
import { onAbort } from '../system/on-abort.ts';
import { Admission } from './admission.ts';
import type { Crew } from './crew.ts';
import { doJob, type JobTerms } from './do-job.ts';
import { orderJobs } from './order-jobs.ts';

export interface ScheduleOptions extends Omit<Crew, 'admission'>, Omit<JobTerms, 'kill'> {
  /** Jobs that belong together, batch by batch: the next are asked for when there are places and nothing else to do. */
  readonly batches: Iterable<readonly Job[]> | AsyncIterable<readonly Job[]>;
  /** Bytes that workers and their jobs may hold, all together; drawn from by this schedule alone. */
  readonly budget: Budget;
  /** Jobs that go before the others of their batch; the shortest of these go first. */
  readonly isFirst: (job: Job) => boolean;
  /** Jobs side by side at most, at least 1. */
  readonly concurrency: number;
}

async function* oneByOne<T>(values: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  yield* values;
}

/** The jobs at work. */
class Work {
  readonly #isFirst: ScheduleOptions['isFirst'];
  readonly #crew: Crew;
  readonly #terms: JobTerms;
  readonly #batches: AsyncIterator<readonly Job[]>;
  readonly #finished: Outcome[] = [];
  /** Outcomes that may wait to be taken: no more than jobs side by side, so that a crash costs no more. */
  readonly #mostFinished: number;
  readonly #left = new AbortController();
  readonly #ignore: () => void;
  /** Jobs that wait or run. */
  #open = 0;
  #asking = false;
  /** There are no more batches; with an error: asking for one failed. */
  #over: { readonly error?: unknown } | undefined;
  /** Called when something happened. */
  #wake: () => void = () => undefined;

  constructor(options: ScheduleOptions) {
    const { pool, idle, budget, concurrency } = options;
    this.#isFirst = options.isFirst;
    this.#mostFinished = concurrency;
    this.#crew = { pool, idle, admission: new Admission(budget, concurrency) };
    this.#terms = { ...options, signal: this.#left.signal };
    this.#batches = oneByOne(options.batches);
    this.#ignore = onAbort(options.signal, () => this.#left.abort());
  }

  /** The next outcome as soon as there is one; undefined when there will be no more. Throws what `batches` throws. */
  async next(): Promise<Outcome | undefined> {
    for (;;) {
      this.#goOn();
      const outcome = this.#finished.shift();
      this.#holdBack();
      if (outcome) return outcome;
      if (this.#over && 'error' in this.#over) throw this.#over.error;
      if (this.#open === 0 && (this.#left.signal.aborted || !this.#asking)) return undefined;
      await new Promise<void>((wake) => (this.#wake = wake));
    }
  }

  /** Starts nothing more. */
  leave(): void {
    this.#left.abort();
    this.#ignore();
  }

  /**
   * Asks for the next batch where there is a place that no job waits for. Finished jobs call it too, so that nothing waits
   * for who takes the outcomes.
   */
  #goOn(): void {
    if (this.#over || this.#asking || this.#left.signal.aborted || !this.#crew.admission.hasRoom) return;
    this.#asking = true;
    void this.#batches
      .next()
      .then(({ done, value }) => (done ? (this.#over = {}) : this.#add(value)))
      .catch((error: unknown) => (this.#over = { error }))
      .then(() => {
        this.#asking = false;
        this.#happened();
      });
  }

  /** Lines the jobs of a batch up. */
  #add(jobs: readonly Job[]): void {
    const weighed = jobs.map((job) => ({ job, work: this.#terms.weigh(job) }));
    for (const { job } of orderJobs(weighed, this.#isFirst)) void this.#do(job);
  }

  async #do(job: Job): Promise<void> {
    this.#open++;
    try {
      const outcome = await doJob(job, this.#crew, this.#terms);
      if (outcome !== undefined) this.#finished.push(outcome);
      this.#holdBack();
    } catch (error) {
      this.#over ??= { error };
    }
    this.#open--;
    this.#happened();
  }

  #holdBack(): void {
    this.#crew.admission.hold(this.#finished.length >= this.#mostFinished);
  }

  #happened(): void {
    this.#goOn();
    this.#wake();
  }
}

/**
 * Works on jobs batch by batch and hands out what became of each as it happens: the longest of a batch first, each within
 * its share of the budget, a job that met a dying worker or a changing master once more by itself when nothing else
 * waits. The next batch begins in the places that the last jobs of the one before leave. Failures are outcomes. A job
 * that was not started, or ended by us, has none. Who stops taking outcomes early has to close the pool.
 */
export async function* schedule(options: ScheduleOptions): AsyncGenerator<Outcome, void, undefined> {
  const work = new Work(options);
  try {
    for (let outcome = await work.next(); outcome; outcome = await work.next()) yield outcome;
  } finally {
    work.leave();
  }
}
