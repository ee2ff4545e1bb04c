import { estimateJob, type Proposal } from './image-cost.ts';
import type { Job } from '../../model/jobs/job.ts';
import { pictureLimitSeconds, videoLimitSeconds } from './video-cost.ts';
import type { Idle } from './plan-budget.ts';

/** The share of a budget for one job, beside its worker. */
export interface Room {
  /** Memory in bytes for each job while all workers are busy. */
  readonly sharedBytes: number;
  /** Bytes for a job that runs alone. */
  readonly wholeBytes: number;
}

/** The room that a budget of `budgetBytes` has for each of `concurrency` jobs. */
export function roomFor(budgetBytes: number, concurrency: number, { workerBytes }: Idle): Room {
  return { sharedBytes: budgetBytes / concurrency - workerBytes, wholeBytes: budgetBytes - workerBytes };
}

/**
 * Admits a job: it holds its master where it can do so without keeping others waiting, else it streams it. One that
 * keeps them waiting anyway may take all.
 */
export function admit(proposal: Proposal, { sharedBytes, wholeBytes }: Room): Job {
  const { minimumBytes, preferredBytes } = estimateJob(proposal);
  const room = minimumBytes <= sharedBytes ? sharedBytes : wholeBytes;
  const held = preferredBytes <= Math.max(room, minimumBytes);
  return { ...proposal, held, memoryBytes: held ? preferredBytes : minimumBytes };
}

// Ten minutes: AVIF of 100 megapixels at the slowest setting we use takes about two on one slow core.
const PICTURE_SECONDS = 600;

// A disk across a slow network reads as much in a second.
const SLOWEST_BYTES = 10 << 20;

// A clip is read for its digest, its end, its sizes, and each of its sounds that changes.
const READINGS = 5;

/**
 * Seconds that reading digest and facts of a file may take on the slowest machine: more than the programs that read it take
 * before they give up themselves.
 */
export function limitExamination(bytes: number): number {
  return PICTURE_SECONDS + (READINGS * bytes) / SLOWEST_BYTES;
}

/** Seconds that a job may take: as a person `said`, else enough for the slowest machine. */
export function limitJob(job: Job, said: number | undefined): number {
  const { facts } = job;
  if (said !== undefined) return said;
  return facts.kind === 'video'
    ? videoLimitSeconds(job, facts, PICTURE_SECONDS)
    : pictureLimitSeconds(job, PICTURE_SECONDS);
}
