import type { ErrorData } from './errors.ts';
import type { Examination, Job, JobResult } from './job.ts';

/** What is asked of a worker process; one at a time. */
export type WorkerRequest =
  | { readonly type: 'examine'; readonly file: string }
  | { readonly type: 'render'; readonly job: Job; readonly scratch: string };

/** A request on its way; the answer carries the same id. */
export type SentRequest = WorkerRequest & { readonly id: number };

/** What a worker tells first: it can work, with what; or why it never will. */
export type WorkerGreeting =
  | {
      readonly type: 'ready';
      readonly pid: number;
      /** See Engine.stamps and Engine.versions, of all engines together. */
      readonly stamps: Readonly<Record<string, string>>;
      readonly versions: Readonly<Record<string, string>>;
    }
  | { readonly type: 'broken'; readonly error: ErrorData };

/** What a worker answers: data only, failures too. */
export type WorkerAnswer =
  | { readonly type: 'examined'; readonly id: number; readonly examination: Examination }
  | { readonly type: 'rendered'; readonly id: number; readonly result: JobResult }
  | { readonly type: 'failed'; readonly id: number; readonly error: ErrorData };

export type WorkerMessage = WorkerGreeting | WorkerAnswer;
