import { printBytes } from '../base/bytes.ts';
import type { Budget, Share } from '../base/budget.ts';
import { DmxError, EngineError, type ErrorData, SourceError } from '../model/errors.ts';
import type { Emit } from '../model/event.ts';
import type { Facts, MasterStat } from '../model/asset.ts';
import type { Job } from '../model/job.ts';
import type { Outcome } from '../model/outcome.ts';
import { dropScratch, makeScratch } from '../system/scratch.ts';
import { storageError } from '../system/storage-error.ts';
import { JobQueue } from './job-queue.ts';
import type { Pool } from './pool.ts';
import { type Retry, retry } from './retry.ts';

export interface ScheduleOptions {
  /** Jobs that belong together, batch by batch: the next are asked for when there are places and nothing else to do. */
  readonly batches: Iterable<readonly Job[]> | AsyncIterable<readonly Job[]>;
  readonly pool: Pool;
  /** Bytes that workers and their jobs may hold, all together. */
  readonly budget: Budget;
  /**
   * Bytes that this process and each worker hold at rest. A job draws its worker's with its own; workers that rest are
   * let go where the budget has no room for them.
   */
  readonly idle: { readonly mainBytes: number; readonly workerBytes: number };
  /** Jobs side by side at most, at least 1. */
  readonly concurrency: number;
  /** Seconds that an attempt at a job may take. */
  readonly limitSeconds: (job: Job) => number;
  /** An existing folder in which each attempt gets one of its own. */
  readonly scratch: string;
  /** How long a job takes, in any unit: the longest go first, so that none is left over at the end. */
  readonly weigh: (job: Job) => number;
  /**
   * A job whose master changed, for the master as it is now, or why it cannot be done. Absent: the same renditions of the
   * master as it is.
   */
  readonly revise?: (job: Job, changed: Changed) => Promise<Job | ErrorData>;
  /** Aborted: no job is started any more, those in hand are finished. */
  readonly signal: AbortSignal;
  readonly emit: Emit;
}

/** A master of the same kind, read anew and found whole. */
export interface Changed {
  readonly stat: MasterStat;
  readonly sha256: string;
  readonly mime: string;
  readonly facts: Facts;
}

interface Again {
  readonly job: Job;
  readonly how: Retry;
  readonly error: ErrorData;
}

type Attempt = Outcome & { readonly attempt: number };

/** Both are told as `--memory` counts: the whole process tree. */
function tooLarge({ asset }: Job, needBytes: number, { budget, idle }: ScheduleOptions): ErrorData {
  const whole = [needBytes, budget.capacity].map((bytes) => bytes + idle.mainBytes);
  const [need, cap] = whole.map((bytes) => printBytes(bytes, { binary: true }));
  const hint = 'Give the run more memory with --memory, or make the master smaller.';
  const message = `expected a master that can be worked on in ${cap}, got one that needs ${need}`;
  return new SourceError('SOURCE_TOO_LARGE', message, { place: asset, hint }).toData();
}

function asData(error: unknown, folder: string): ErrorData {
  const known = storageError(error, folder);
  if (known instanceof DmxError) return known.toData();
  return new EngineError('ENGINE_FAILED', known instanceof Error ? known.message : String(known)).toData();
}

/** The same renditions of the master as it is now. */
async function reread(job: Job, { sha256, stat, facts }: Changed): Promise<Job> {
  return { ...job, master: { ...job.master, stat, sha256 }, facts };
}

/** The next run judges a file that is no picture any more; this one only knows that it changed. */
function becameAnother({ asset }: Job): ErrorData {
  const hint = 'Run the same command again: it takes the file for what it is now.';
  const message = 'expected a master that stays what it is while it is read, got one that became something else';
  return new SourceError('SOURCE_CHANGED', message, { place: asset, hint }).toData();
}

const isError = (value: Job | ErrorData): value is ErrorData => 'code' in value;

/** A job with all that it draws: its worker's memory and its own. */
interface Queued {
  readonly job: Job;
  readonly memoryBytes: number;
}

async function* oneByOne<T>(values: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  yield* values;
}

/** The jobs at work. */
class Work {
  readonly #options: ScheduleOptions;
  readonly #batches: AsyncIterator<readonly Job[]>;
  readonly #queue: JobQueue<Queued>;
  readonly #running = new Set<Promise<void>>();
  readonly #finished: Outcome[] = [];
  readonly #again: Again[] = [];
  /** The next batch is being asked for. */
  #asking: Promise<void> | undefined;
  /** There are no more batches; with an error: asking for one failed. */
  #over: { readonly error?: unknown } | undefined;
  #left = false;

  constructor(options: ScheduleOptions) {
    this.#options = options;
    this.#batches = oneByOne(options.batches);
    this.#queue = new JobQueue(options.budget.capacity);
  }

  /** The next outcome as soon as there is one; undefined when there will be no more. Throws what `batches` throws. */
  async next(): Promise<Outcome | undefined> {
    for (;;) {
      this.#fill();
      const outcome = this.#finished.shift();
      if (outcome) return outcome;
      if (this.#over && 'error' in this.#over) throw this.#over.error;
      const { aborted } = this.#options.signal;
      if (this.#running.size === 0 && (aborted || this.#asking === undefined)) return undefined;
      await Promise.race([...this.#running, ...(this.#asking ? [this.#asking] : [])]);
    }
  }

  /** Starts nothing more. */
  leave(): void {
    this.#left = true;
  }

  /** Starts what may start now. Finished jobs call it too, so that nothing waits for who takes the outcomes. */
  #fill(): void {
    const { budget, concurrency, signal } = this.#options;
    while (!this.#left && !signal.aborted && this.#running.size < concurrency) {
      const queued = this.#queue.take(budget.free);
      if (queued) this.#run(this.#first(queued));
      else if (this.#queue.isEmpty) return this.#goOn();
      else return;
    }
  }

  /** What is to be done when nothing waits: first what has to be tried again, alone; then the next batch. */
  #goOn(): void {
    if (this.#again.length === 0) return this.#ask();
    if (this.#running.size > 0) return;
    const again = this.#again.shift();
    if (again) this.#run(this.#second(again));
  }

  #ask(): void {
    if (this.#over) return;
    this.#asking ??= this.#batches
      .next()
      .then(({ done, value }) => (done ? (this.#over = {}) : this.#add(value)))
      .catch((error: unknown) => (this.#over = { error }))
      .then(() => {
        this.#asking = undefined;
        this.#fill();
      });
  }

  /** Lines the jobs of a batch up, the heaviest first. */
  #add(jobs: readonly Job[]): void {
    const { budget, weigh } = this.#options;
    const weighed = jobs.map((job) => ({ job, weight: weigh(job) }));
    const ordered = weighed.sort((a, b) => b.weight - a.weight).map(({ job }) => this.#queued(job));
    const fits = ({ memoryBytes }: Queued): boolean => memoryBytes <= budget.capacity;
    this.#queue.add(ordered.filter(fits));
    for (const { job, memoryBytes } of ordered.filter((one) => !fits(one)))
      this.#finished.push({ job, error: tooLarge(job, memoryBytes, this.#options), seconds: 0 });
  }

  #run(work: Promise<Attempt>): void {
    const running = work.then((attempt) => {
      this.#running.delete(running);
      this.#settle(attempt);
      this.#fill();
    });
    this.#running.add(running);
  }

  #queued(job: Job): Queued {
    return { job, memoryBytes: job.memoryBytes + this.#options.idle.workerBytes };
  }

  async #first(queued: Queued): Promise<Attempt> {
    const { asset, renditions, memoryBytes } = queued.job;
    const share = await this.#draw(queued.memoryBytes);
    try {
      this.#options.emit({ type: 'job-started', asset, renditions: renditions.length, memoryBytes });
      return await this.#attempt(queued.job, memoryBytes, 1);
    } finally {
      this.#queue.finished(queued);
      share.release();
    }
  }

  /** Draws from the budget for a job; workers that rest give up what is no longer free. */
  async #draw(bytes: number): Promise<Share> {
    const { budget, pool, idle } = this.#options;
    const share = await budget.draw(bytes);
    // One more than there is room for: the job itself takes one.
    await pool.trim(1 + Math.floor(budget.free / Math.max(1, idle.workerBytes)));
    return share;
  }

  /** What a job may hold that runs alone. */
  get #wholeBytes(): number {
    const { budget, idle } = this.#options;
    return budget.capacity - idle.workerBytes;
  }

  async #second({ job, how, error }: Again): Promise<Attempt> {
    const { budget, emit } = this.#options;
    const share = await this.#draw(budget.capacity);
    try {
      const message = `${error.message}; it is tried once more`;
      emit({ type: 'notice', level: 'info', message, hint: '', asset: job.asset });
      const revised = how === 'reread' ? await this.#reread(job) : job;
      if (isError(revised)) return { job, error: revised, seconds: 0, attempt: 2 };
      return await this.#attempt(revised, this.#wholeBytes, 2);
    } finally {
      share.release();
    }
  }

  async #reread(job: Job): Promise<Job | ErrorData> {
    const { pool, limitSeconds, revise = reread } = this.#options;
    const allowance = { timeoutSeconds: limitSeconds(job), memoryBytes: this.#wholeBytes };
    const { sha256, mime, stat, facts, error } = await pool.examine(job.master.file, allowance);
    if (error) return error;
    if (mime === null || stat === undefined || facts?.kind !== job.facts.kind) return becameAnother(job);
    const revised = await revise(job, { sha256, mime, stat, facts });
    if (isError(revised) || revised.memoryBytes <= this.#wholeBytes) return revised;
    return tooLarge(revised, this.#queued(revised).memoryBytes, this.#options);
  }

  async #attempt(job: Job, memoryBytes: number, attempt: number): Promise<Attempt> {
    const { pool, scratch: parent, limitSeconds } = this.#options;
    const started = performance.now();
    const elapsed = (): number => (performance.now() - started) / 1000;
    try {
      const scratch = await makeScratch(parent, job.asset);
      const allowance = { timeoutSeconds: limitSeconds(job), memoryBytes };
      const rendered = await pool.render(job, scratch, allowance, this.#progress(job));
      if (rendered.result) return { job, ...rendered, scratch, seconds: elapsed(), attempt };
      await dropScratch(scratch);
      return { job, ...rendered, seconds: elapsed(), attempt };
    } catch (error) {
      return { job, error: asData(error, parent), seconds: elapsed(), attempt };
    }
  }

  /** Tells how far a job is, a hundred times at most. */
  #progress({ asset }: Job): (share: number) => void {
    let told = 0;
    return (share) => {
      if (share < told + 0.01) return;
      told = share;
      this.#options.emit({ type: 'job-progress', asset, share: Math.round(share * 1000) / 1000 });
    };
  }

  #settle({ attempt, ...outcome }: Attempt): void {
    const { job, error } = outcome;
    // What was ended by us has not failed: the next run makes it.
    if (error?.code === 'CANCELLED') return;
    const how = error && retry(error, attempt);
    if (how && error) this.#again.push({ job, how, error });
    else this.#finished.push(outcome);
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
