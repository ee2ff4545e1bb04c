import type { ErrorData } from '../model/errors.ts';
import type { Installation } from '../model/installation.ts';
import type { Examination, Job, JobResult } from '../model/jobs/job.ts';
import type { PhotoshopDocument } from '../model/photoshop-layer.ts';
import type { Places, SourceFile } from '../model/place.ts';

/** The bounds of a request: but for its cores, its worker is ended beyond them. */
export interface Allowance {
  readonly timeoutSeconds: number;
  /** Bytes beyond those of the resting worker. */
  readonly memoryBytes: number;
  /** Cores that it may keep busy; absent = one. Nothing that is made depends on it. */
  readonly cores?: number;
  /** Aborted: the request fails with CANCELLED, and a worker at work on it is ended. */
  readonly signal?: AbortSignal;
}

/** A worker's answer to a job: a result or an error, never both or neither. */
export interface Rendered {
  readonly result?: JobResult;
  readonly error?: ErrorData;
  /** Peak resident memory of the worker, where the system reports it. */
  readonly peakBytes?: number;
}

/** A worker's answer about the layers of a file: a document or an error, never both or neither. */
export type TakenApart = { readonly document: PhotoshopDocument } | { readonly error: ErrorData };

/**
 * Those who read masters and make renditions: processes of this machine, later a fleet's. Requests may be made side by
 * side; what there is no worker for waits. Failures of a request are values: ENGINE_BROKEN where no worker starts, whatever is
 * asked for; after `close` each is CANCELLED.
 */
export interface Workers {
  /** Process ids of the workers that run on this machine now. */
  readonly pids: readonly number[];

  /** The libraries that engines work with which need no programs. Throws EngineError where no worker starts. */
  installation(): Promise<Installation>;

  /** The programs that engines work with: looked for once. Throws EngineError (ENGINE_MISSING). */
  programs(): Promise<Installation>;

  /** Reads digest, kind and facts of a file. */
  examine(file: SourceFile, allowance: Allowance): Promise<Examination>;

  /** Makes a job's renditions in `scratch`, an existing folder of the job's own. `onShare` is told shares done, 0…1. */
  render(job: Job, scratch: string, allowance: Allowance, onShare?: (share: number) => void): Promise<Rendered>;

  /** Takes a Photoshop file apart; pixels of its layers go into `folder`, which is absolute and empty. */
  takeApart(file: SourceFile, folder: string, allowance: Allowance): Promise<TakenApart>;

  /** The same workers with other places for files. Closing either closes both. */
  at(places: Places): Workers;

  /** Lets workers that rest go until at most `most` do. */
  trim(most: number): Promise<void>;

  /** Ends every worker, at once those with work in hand, whose requests fail. No more requests are taken. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
