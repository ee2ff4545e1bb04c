import { EngineError, type ErrorData } from '../model/errors.ts';
import type { Installation } from '../model/installation.ts';
import type { Examination, Job } from '../model/jobs/job.ts';
import { DEFAULT_LIMITS } from '../model/master-limits.ts';
import type { Places, SourceFile } from '../model/place.ts';
import type { RequestSetting, WorkerRequest } from '../model/jobs/worker-message.ts';
import { type PoolOptions, ProcessPool, type Reply } from './process-pool.ts';
import { crashed } from './worker-failure.ts';
import type { Allowance, Rendered, TakenApart, Workers } from './workers.ts';

/** Options of a process pool, and the settings that go with each request. */
export type ProcessesOptions = PoolOptions & Partial<RequestSetting>;

// A program that only tells about itself does so at once.
const DESCRIBE: Allowance = { timeoutSeconds: 120, memoryBytes: 256 * 2 ** 20 };

function errorOf(answer: Reply['answer']): ErrorData {
  return answer.type === 'failed' ? answer.error : crashed('answered something else than it was asked');
}

/** Workers that are forked processes of this machine. */
export class WorkerProcesses implements Workers {
  readonly #pool: ProcessPool;
  readonly #options: ProcessesOptions;
  #programs: Promise<Installation> | undefined;

  /** `pool`: of other workers, to share it. */
  constructor(options: ProcessesOptions, pool = new ProcessPool(options)) {
    this.#pool = pool;
    this.#options = options;
  }

  get pids(): readonly number[] {
    return this.#pool.pids;
  }

  installation(): Promise<Installation> {
    return this.#pool.installation();
  }

  programs(): Promise<Installation> {
    this.#programs ??= this.#describe();
    return this.#programs;
  }

  async examine(file: SourceFile, allowance: Allowance): Promise<Examination> {
    const { answer } = await this.#request({ type: 'examine', file }, allowance);
    if (answer.type === 'examined') return answer.examination;
    return { sha256: '', mime: null, error: errorOf(answer) };
  }

  async render(job: Job, scratch: string, allowance: Allowance, onShare?: (share: number) => void): Promise<Rendered> {
    const { answer, peakBytes } = await this.#request(
      { type: 'render', job, scratch, cores: allowance.cores ?? 1 },
      allowance,
      onShare,
    );
    const peak = peakBytes === undefined ? {} : { peakBytes };
    return answer.type === 'rendered' ? { result: answer.result, ...peak } : { error: errorOf(answer), ...peak };
  }

  async takeApart(file: SourceFile, folder: string, allowance: Allowance): Promise<TakenApart> {
    const { answer } = await this.#request({ type: 'take-apart', file, folder }, allowance);
    return answer.type === 'taken-apart' ? { document: answer.document } : { error: errorOf(answer) };
  }

  at(places: Places): Workers {
    return new WorkerProcesses({ ...this.#options, places }, this.#pool);
  }

  trim(most: number): Promise<void> {
    return this.#pool.trim(most);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #describe(): Promise<Installation> {
    const { answer } = await this.#request({ type: 'describe' }, DESCRIBE);
    if (answer.type === 'described') return answer.installation;
    const { code, message, hint } = errorOf(answer);
    throw new EngineError(code, message, { hint });
  }

  #request(request: WorkerRequest, allowance: Allowance, onShare?: (share: number) => void): Promise<Reply> {
    const { places, programs = {}, limits = DEFAULT_LIMITS, fontPlaces } = this.#options;
    return this.#pool.request(request, { places, programs, limits, fontPlaces, allowance, onShare });
  }
}
