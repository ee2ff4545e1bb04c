import type { ErrorData } from '../errors.ts';
import type { Job, JobResult } from './job.ts';

/**
 * The outcome of a job: a result, or the error that kept the whole asset from being worked on; never both or neither.
 */
export interface Outcome {
  /** As it was done: a master that changed and was read anew stands here with its new stat, digest and facts. */
  readonly job: Job;
  readonly result?: JobResult;
  readonly error?: ErrorData;
  /** Absolute path of the folder that holds the artefacts; who takes the outcome drops it. Absent with `error`. */
  readonly scratch?: string;
  /** Of the last attempt. */
  readonly seconds: number;
  /** Most resident memory the worker had during the last attempt, where the system tells. */
  readonly peakBytes?: number;
}
