import { setTimeout as sleep } from 'node:timers/promises';

import { timerMs } from '../base/duration.ts';
import { EngineError, type ErrorData, toErrorData } from '../model/errors.ts';
import { type Installation, joinInstallations } from '../model/installation.ts';
import type { Examination, Job, JobResult } from '../model/jobs/job.ts';
import type { PhotoshopDocument } from '../model/photoshop-layer.ts';
import type { Places, SourceFile } from '../model/place.ts';
import { cancelled, timedOut } from './worker-failure.ts';
import type { Allowance, Rendered, TakenApart, Workers } from './workers.ts';

/**
 * Functions that do the work in this process. A DmxError that a function throws fails its request; absent functions
 * fail it too.
 */
export interface WorkerScript {
  readonly installation?: () => Promise<Installation>;
  readonly programs?: () => Promise<Installation>;
  readonly examine?: (file: SourceFile, places: Places | undefined) => Promise<Examination>;
  readonly render?: (
    job: Job,
    scratch: string,
    onShare: (share: number) => void,
    places: Places | undefined,
  ) => Promise<JobResult>;
  readonly takeApart?: (file: SourceFile, folder: string) => Promise<PhotoshopDocument>;
}

type Answer<T> = { readonly value: T } | { readonly error: ErrorData };

async function unscripted(): Promise<never> {
  throw new EngineError('ENGINE_FAILED', 'expected a script for this request, got none');
}

/** Workers without processes, which answer as their script says: for tests. No memory is watched. */
export class MemoryWorkers implements Workers {
  readonly pids: readonly number[] = [];
  readonly #script: WorkerScript;
  readonly #places: Places | undefined;
  readonly #closing: AbortController;

  constructor(script: WorkerScript, places?: Places, closing = new AbortController()) {
    this.#script = script;
    this.#places = places;
    this.#closing = closing;
  }

  installation(): Promise<Installation> {
    return this.#script.installation?.() ?? Promise.resolve(joinInstallations([]));
  }

  programs(): Promise<Installation> {
    return this.#script.programs?.() ?? Promise.resolve(joinInstallations([]));
  }

  async examine(file: SourceFile, allowance: Allowance): Promise<Examination> {
    const { examine = unscripted } = this.#script;
    const answer = await this.#within(allowance, () => examine(file, this.#places));
    return 'value' in answer ? answer.value : { sha256: '', mime: null, error: answer.error };
  }

  async render(
    job: Job,
    scratch: string,
    allowance: Allowance,
    onShare: (share: number) => void = () => undefined,
  ): Promise<Rendered> {
    const { render = unscripted } = this.#script;
    const answer = await this.#within(allowance, () => render(job, scratch, onShare, this.#places));
    return 'value' in answer ? { result: answer.value } : { error: answer.error };
  }

  async takeApart(file: SourceFile, folder: string, allowance: Allowance): Promise<TakenApart> {
    const { takeApart = unscripted } = this.#script;
    const answer = await this.#within(allowance, () => takeApart(file, folder));
    return 'value' in answer ? { document: answer.value } : answer;
  }

  at(places: Places): Workers {
    return new MemoryWorkers(this.#script, places, this.#closing);
  }

  async trim(): Promise<void> {}

  async close(): Promise<void> {
    this.#closing.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** The first of: the answer, the end of its time, the end of these workers. */
  async #within<T>({ timeoutSeconds, signal: given }: Allowance, work: () => Promise<T>): Promise<Answer<T>> {
    const ends = [this.#closing.signal, ...(given ? [given] : [])];
    if (ends.some(({ aborted }) => aborted)) return { error: cancelled() };
    const done = new AbortController();
    const signal = AbortSignal.any([...ends, done.signal]);
    const late = sleep(timerMs(timeoutSeconds), timedOut(timeoutSeconds), { signal });
    const answer = work().then(
      (value): Answer<T> => ({ value }),
      (error: unknown): Answer<T> => ({ error: toErrorData(error) }),
    );
    try {
      return await Promise.race([answer, late.catch(cancelled).then((error): Answer<T> => ({ error }))]);
    } finally {
      done.abort();
    }
  }
}
