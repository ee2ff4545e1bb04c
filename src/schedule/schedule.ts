import { printBytes } from '../base/bytes.ts';
import type { Budget } from '../base/budget.ts';
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
  /** The jobs of one batch. */
  readonly jobs: readonly Job[];
  readonly pool: Pool;
  /** Bytes that jobs may add to resting workers, all together. */
  readonly budget: Budget;
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
  /** Aborted: those in hand are ended too, without an outcome. */
  readonly killSignal?: AbortSignal;
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

function tooLarge({ asset, memoryBytes }: Job, capacity: number): ErrorData {
  const [need, cap] = [memoryBytes, capacity].map((bytes) => printBytes(bytes, { binary: true }));
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

/** The jobs of a batch at work. */
class Work {
  readonly #options: ScheduleOptions;
  readonly #queue: JobQueue<Job>;
  readonly #running = new Set<Promise<void>>();
  readonly #finished: Outcome[] = [];
  readonly #again: Again[] = [];
  #left = false;

  constructor(options: ScheduleOptions) {
    this.#options = options;
    const { jobs, budget, weigh } = options;
    const weighed = jobs.map((job) => ({ job, weight: weigh(job) }));
    const ordered = weighed.sort((a, b) => b.weight - a.weight).map(({ job }) => job);
    const fits = ({ memoryBytes }: Job): boolean => memoryBytes <= budget.capacity;
    this.#queue = new JobQueue(ordered.filter(fits), budget.capacity);
    for (const job of ordered.filter((one) => !fits(one)))
      this.#finished.push({ job, error: tooLarge(job, budget.capacity), seconds: 0 });
  }

  /** The next outcome as soon as there is one; undefined when there will be no more. */
  async next(): Promise<Outcome | undefined> {
    for (;;) {
      this.#fill();
      const outcome = this.#finished.shift();
      if (outcome) return outcome;
      if (this.#running.size === 0) return undefined;
      await Promise.race(this.#running);
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
      const job = this.#queue.take(budget.free);
      if (job) this.#run(this.#first(job));
      else if (this.#running.size > 0) return;
      else {
        const again = this.#again.shift();
        if (!again) return;
        this.#run(this.#second(again));
        // Alone: nothing is started beside it.
        return;
      }
    }
  }

  #run(work: Promise<Attempt>): void {
    const running = work.then((attempt) => {
      this.#running.delete(running);
      this.#settle(attempt);
      this.#fill();
    });
    this.#running.add(running);
  }

  async #first(job: Job): Promise<Attempt> {
    const { asset, renditions, memoryBytes } = job;
    const share = await this.#options.budget.draw(memoryBytes);
    try {
      this.#options.emit({ type: 'job-started', asset, renditions: renditions.length, memoryBytes });
      return await this.#attempt(job, memoryBytes, 1);
    } finally {
      this.#queue.finished(job);
      share.release();
    }
  }

  async #second({ job, how, error }: Again): Promise<Attempt> {
    const { budget, emit } = this.#options;
    const share = await budget.draw(budget.capacity);
    try {
      const message = `${error.message}; it is tried once more`;
      emit({ type: 'notice', level: 'info', message, hint: '', asset: job.asset });
      const revised = how === 'reread' ? await this.#reread(job) : job;
      if (isError(revised)) return { job, error: revised, seconds: 0, attempt: 2 };
      return await this.#attempt(revised, budget.capacity, 2);
    } finally {
      share.release();
    }
  }

  async #reread(job: Job): Promise<Job | ErrorData> {
    const { pool, budget, limitSeconds, revise = reread } = this.#options;
    const allowance = { timeoutSeconds: limitSeconds(job), memoryBytes: budget.capacity };
    const { sha256, mime, stat, facts, error } = await pool.examine(job.master.file, allowance);
    if (error) return error;
    if (mime === null || stat === undefined || facts?.kind !== job.facts.kind) return becameAnother(job);
    const revised = await revise(job, { sha256, mime, stat, facts });
    if (isError(revised) || revised.memoryBytes <= budget.capacity) return revised;
    return tooLarge(revised, budget.capacity);
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
 * Works on the jobs of a batch and hands out what became of each as it happens: longest first, each within its share of
 * the budget, a job that met a dying worker or a changing master once more by itself at the end. Failures are outcomes.
 * A job that was not started, or ended by us, has none. Who stops taking outcomes early has to close the pool.
 */
export async function* schedule(options: ScheduleOptions): AsyncGenerator<Outcome, void, undefined> {
  const { pool, killSignal } = options;
  const work = new Work(options);
  const kill = (): void => void pool.close();
  killSignal?.addEventListener('abort', kill, { once: true });
  try {
    for (let outcome = await work.next(); outcome; outcome = await work.next()) yield outcome;
  } finally {
    work.leave();
    killSignal?.removeEventListener('abort', kill);
  }
}
