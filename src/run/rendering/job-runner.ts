import { Cancelled } from '../../model/errors.ts';
import type { Examination, Job } from '../../model/jobs/job.ts';
import type { Places, SourceFile } from '../../model/place.ts';
import type { Outcome } from '../../model/jobs/outcome.ts';
import { admit, limitExamination, limitJob, roomFor } from '../../plan/estimate/admit.ts';
import { estimateWork } from '../../plan/estimate/job-time.ts';
import { LEAST_BYTES } from '../../plan/estimate/cost-table.ts';
import type { Proposal } from '../../plan/estimate/image-cost.ts';
import { Admission } from '../../schedule/admission.ts';
import { type Crew, enter, wholeBytes } from '../../schedule/crew.ts';
import { doJob } from '../../schedule/do-job.ts';
import { temporaryScratch as scratch } from '../../schedule/scratch.ts';
import { onAbort } from '../../system/on-abort.ts';
import { openPlaces } from '../project/runtime.ts';
import type { Settings } from '../project/settings.ts';
import type { RunContext } from '../request.ts';
import { openPool, type PoolSettings } from '../work/open-pool.ts';

async function bytesOf({ from, path }: SourceFile, places: Places): Promise<number> {
  return (await openPlaces(places)[from].stat(path))?.bytes ?? 0;
}

/**
 * Workers, budget and scratch that are kept open for calls side by side, each with a signal of its own: aborted, it rejects
 * with CANCELLED, its worker is ended and its scratch removed.
 */
export class JobRunner {
  /** Jobs side by side at most. */
  readonly width: number;
  readonly #crew: Crew;
  readonly #timeoutSeconds: number | undefined;
  readonly #closing = new AbortController();
  readonly #inHand = new Set<Promise<unknown>>();

  constructor(settings: PoolSettings & Pick<Settings, 'timeoutSeconds'>) {
    const { pool, workers, openMeans } = openPool(settings, undefined);
    const { budget, idle } = openMeans();
    this.width = workers;
    this.#crew = { pool, idle, admission: new Admission(budget, workers) };
    this.#timeoutSeconds = settings.timeoutSeconds;
  }

  /** Reads digest, kind and facts of a file; `error` says why that failed. Throws Cancelled. */
  examine(file: SourceFile, places: Places, { signal }: RunContext): Promise<Examination> {
    return this.#call(signal, async (stop) => {
      const { pool, admission, idle } = this.#crew;
      // The least of jobs reads more than a header.
      const pass = await enter(Math.min(admission.capacityBytes, idle.workerBytes + LEAST_BYTES), this.#crew, stop);
      if (pass === undefined) throw new Cancelled();
      try {
        const timeoutSeconds = this.#timeoutSeconds ?? limitExamination(await bytesOf(file, places));
        const examined = await pool.at(places).examine(file, {
          timeoutSeconds,
          memoryBytes: wholeBytes(this.#crew),
          signal: stop,
        });
        if (examined.error?.code === 'CANCELLED') throw new Cancelled();
        return examined;
      } finally {
        pass.leave();
      }
    });
  }

  /**
   * Makes a job's renditions and hands the result to `take`, whose files are gone when that has ended. Throws
   * Cancelled.
   */
  make<T>(
    proposal: Proposal,
    places: Places,
    { signal, emit }: RunContext,
    take: (made: Pick<Outcome, 'result' | 'error'>) => Promise<T>,
  ): Promise<T> {
    return this.#call(signal, async (stop) => {
      const job = admit(proposal, roomFor(this.#crew.admission.capacityBytes, this.width, this.#crew.idle));
      const crew = { ...this.#crew, pool: this.#crew.pool.at(places) };
      const limitSeconds = (one: Job): number => limitJob(one, this.#timeoutSeconds);
      const outcome = await doJob(job, crew, {
        ...{ weigh: estimateWork, limitSeconds, scratch, signal: stop, kill: stop, emit },
      });
      if (outcome === undefined) throw new Cancelled();
      try {
        return await take(outcome);
      } finally {
        if (outcome.scratch !== undefined) await scratch.drop(outcome.scratch);
      }
    });
  }

  /** Ends the calls in hand as if each had been aborted, then the workers. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#inHand);
    await this.#crew.pool.close();
  }

  /** Does one call under its own signal and that of `close`. */
  async #call<T>(signal: AbortSignal, work: (stop: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const ignored = [signal, this.#closing.signal].map((one) => onAbort(one, () => stop.abort()));
    const call = work(stop.signal);
    this.#inHand.add(call);
    try {
      return await call;
    } finally {
      this.#inHand.delete(call);
      for (const ignore of ignored) ignore();
    }
  }
}
