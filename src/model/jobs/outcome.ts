import type { ErrorData } from '../errors.ts';
import type { Job, JobResult } from './job.ts';

/**
 * The outcome of a job: a result, or the error that kept the whole asset from being worked on; never both or neither.
 */
export interface Outcome {
  /** The job as it was done: of a master that changed meanwhile, with the new stat, digest and facts. */
  readonly job: Job;
  readonly result?: JobResult;
  readonly error?: ErrorData;
  /** Absolute path of the folder that holds the artefacts; who takes the outcome drops it. Absent with `error`. */
  readonly scratch?: string;
  /** Duration of the last attempt. */
  readonly seconds: number;
  /** Most resident memory the worker had during the last attempt, where the system tells. */
  readonly peakBytes?: number;
}
