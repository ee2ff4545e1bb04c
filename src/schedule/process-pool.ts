import { timerMs } from '../base/duration.ts';
import { EngineError, type ErrorData } from '../model/errors.ts';
import type { Installation } from '../model/installation.ts';
import type { WorkerAnswer, WorkerRequest } from '../model/jobs/worker-message.ts';
import { onAbort } from '../system/on-abort.ts';
import { MemoryWatch } from './memory-watch.ts';
import { readResident } from './resident.ts';
import { Resting } from './resting.ts';
import { cancelled, crashed, outgrown, timedOut, unstartable } from './worker-failure.ts';
import { type Asking, type Death, type WorkerLaunch, WorkerProcess } from './worker-process.ts';
import type { Allowance } from './workers.ts';

export interface PoolOptions extends WorkerLaunch {
  /** Most worker processes at a time, at least 1. They are started when there is work for them. */
  readonly size: number;
  /**
   * Resident bytes that are set aside for each worker beside those of its requests. One that has finished a request and holds more is
   * replaced: memory it did not give back.
   */
  readonly recycleBytes: number;
  /** Time that requests may wait for busy workers, all waits added up, before another one is started. */
  readonly patienceMs?: number;
}

/** A request without an answer, and why. */
export interface Failure {
  readonly type: 'failed';
  readonly error: ErrorData;
}

/** The outcome of a request. */
export interface Reply {
  readonly answer: WorkerAnswer | Failure;
  readonly peakBytes?: number | undefined;
}

/** On which terms a request is made. */
export interface RequestTerms extends Asking {
  readonly allowance: Allowance;
}

// Estimates are above measured use: a worker that exceeds its estimate by a quarter is not doing what was admitted.
const MARGIN = 1.25;
// Rounding of the allocator and of V8, for jobs that need next to nothing.
const SLACK_BYTES = 32 * 2 ** 20;

// Workers that never got to work, one after the other, before the installation itself is held to be broken.
const FAILED_STARTS = 3;

// What it takes to start a worker. When requests have waited so long for busy ones, all waits added up, another one would
// have been worth it, and is started: so no more than this is lost, and five thumbnails need no second process.
const PATIENCE_MS = 300;

const failure = (error: ErrorData): Failure => ({ type: 'failed', error });

/**
 * Worker processes, and nothing of them left behind: one that crashes, hangs or outgrows its allowance is ended and
 * replaced, one that keeps too much memory is replaced when it rests. Failures are values.
 */
export class ProcessPool {
  readonly #options: PoolOptions;
  readonly #workers = new Set<WorkerProcess>();
  readonly #resting = new Resting<WorkerProcess>();
  readonly #waiting: (() => void)[] = [];
  #free: number;
  /** Time that requests have waited for busy workers since one was started. */
  #waitedMs = 0;
  #failedStarts = 0;
  #startFailure: Failure | undefined;
  #installation: Installation | undefined;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#free = options.size;
  }

  /** Process ids of the workers that run now. */
  get pids(): readonly number[] {
    return [...this.#workers].map(({ pid }) => pid);
  }

  /**
   * The libraries that engines work with which need no programs, from the first worker. Throws EngineError where none
   * starts.
   */
  async installation(): Promise<Installation> {
    const failed = this.#installation ? undefined : await this.#lend(() => Promise.resolve(undefined));
    if (this.#installation) return this.#installation;
    const { code, message, hint } = failed?.error ?? crashed('did not start');
    throw new EngineError(code, message, { hint });
  }

  /** Shuts down idle workers until at most `most` are left; the longest idle ones first. */
  async trim(most: number): Promise<void> {
    await Promise.all(this.#resting.takeSurplus(most).map((worker) => worker.leave()));
  }

  /** Ends every worker, at once those with work in hand, whose requests fail. No more requests are taken. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#resting.dismiss();
    const resting = new Set(this.#resting.takeSurplus(0));
    await Promise.all([...this.#workers].map((worker) => (resting.has(worker) ? worker.leave() : worker.kill())));
  }

  /** One request in its turn, with what goes with it. */
  async request(request: WorkerRequest, terms: RequestTerms): Promise<Reply> {
    const reply = await this.#lend((worker) => this.#work(worker, request, terms));
    return 'answer' in reply ? reply : { answer: reply };
  }

  /** Lends a worker that is ready: a resting one, else a new one. Waits while all places are taken. */
  async #lend<T>(use: (worker: WorkerProcess) => Promise<T>): Promise<T | Failure> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((go) => this.#waiting.push(go));
    try {
      const worker = await this.#ready();
      if (!(worker instanceof WorkerProcess)) return worker;
      try {
        return await use(worker);
      } finally {
        await this.#rest(worker);
      }
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }

  async #ready(): Promise<WorkerProcess | Failure> {
    for (;;) {
      if (this.#closed) return failure(cancelled());
      if (this.#startFailure) return this.#startFailure;
      const resting = this.#resting.take();
      if (resting) return resting;
      const busy = this.#workers.size > 0 ? await this.#awaitResting() : undefined;
      const worker = busy ?? (await this.#start());
      if (worker) return worker;
    }
  }

  /** The worker that is done next; undefined where none is before one more had better be started. */
  async #awaitResting(): Promise<WorkerProcess | undefined> {
    const { patienceMs = PATIENCE_MS } = this.#options;
    const asked = performance.now();
    const worker = await this.#resting.wait(patienceMs - this.#waitedMs);
    this.#waitedMs = worker === undefined ? 0 : this.#waitedMs + performance.now() - asked;
    return worker;
  }

  /** A new worker; undefined where it never got to work, which says nothing about the request that it was meant for. */
  async #start(): Promise<WorkerProcess | undefined> {
    if (this.#closed) return undefined;
    const worker = new WorkerProcess(this.#options);
    this.#workers.add(worker);
    void worker.died.then(() => this.#forget(worker));
    const greeting = await worker.greeting;
    if (this.#closed) return undefined;
    if (greeting.type === 'ready') {
      this.#failedStarts = 0;
      this.#installation ??= greeting.installation;
      return worker;
    }
    await worker.kill();
    const cause = greeting.type === 'broken' ? greeting.error : greeting.cause;
    if (++this.#failedStarts >= FAILED_STARTS) this.#startFailure = failure(unstartable(cause));
    return undefined;
  }

  #forget(worker: WorkerProcess): void {
    this.#workers.delete(worker);
    this.#resting.remove(worker);
    if (this.#workers.size === 0) this.#resting.dismiss();
  }

  /** Takes a worker back; one that keeps too much is let go first, so that two never hold memory in one place. */
  async #rest(worker: WorkerProcess): Promise<void> {
    if (!worker.alive) return;
    const held = readResident(worker.pid)?.bytes ?? 0;
    if (this.#closed || held > this.#options.recycleBytes) await worker.leave();
    else this.#resting.add(worker);
  }

  /** One request under watch. What ended the worker is known before its death is. */
  async #work(worker: WorkerProcess, request: WorkerRequest, { allowance, ...asking }: RequestTerms): Promise<Reply> {
    const { timeoutSeconds, memoryBytes, signal } = allowance;
    if (signal?.aborted) return { answer: failure(cancelled()) };
    let ended: ErrorData | undefined;
    const end = (error: ErrorData): void => {
      ended ??= error;
      void worker.kill();
    };
    const watch = new MemoryWatch(worker.pid, this.#mostBytes(worker, memoryBytes), () => end(outgrown(memoryBytes)));
    const timer = setTimeout(() => end(timedOut(timeoutSeconds)), timerMs(timeoutSeconds));
    const ignore = signal && onAbort(signal, () => end(cancelled()));
    const answer = await worker.ask(request, asking);
    ignore?.();
    clearTimeout(timer);
    const peakBytes = watch.stop();
    if (ended) await worker.died;
    return { answer: answer.type === 'died' ? failure(ended ?? this.#death(answer)) : answer, peakBytes };
  }

  /**
   * Resident bytes above which a worker is ended. All that is set aside for it and its request is its to use: a new one holds little
   * yet, and its heap comes to what it will keep, and detectors to be loaded, while the request is worked on.
   */
  #mostBytes({ pid }: WorkerProcess, memoryBytes: number): number {
    const resident = readResident(pid)?.bytes ?? 0;
    return Math.max(resident + memoryBytes * MARGIN + SLACK_BYTES, this.#options.recycleBytes + memoryBytes);
  }

  #death({ cause }: Death): ErrorData {
    return this.#closed ? cancelled() : crashed(cause);
  }
}
