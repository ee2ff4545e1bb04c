import type { Job } from '../model/jobs/job.ts';
import type { Admission, Pass } from './admission.ts';
import type { Workers } from './workers.ts';

/** The workers and memory that jobs of several callers share. */
export interface Crew {
  readonly pool: Workers;
  /** Lets in as many as there are workers, within the bytes that workers and their jobs may hold all together. */
  readonly admission: Admission;
  /**
   * Bytes that this process and each worker hold at rest. A job draws its worker's with its own; workers that rest are
   * let go where the budget has no room for them.
   */
  readonly idle: { readonly mainBytes: number; readonly workerBytes: number };
}

/** Bytes that a job draws: its worker's memory and its own. */
export function drawnBytes({ memoryBytes }: Job, { idle }: Crew): number {
  return memoryBytes + idle.workerBytes;
}

/** Bytes that a job may hold that runs alone. */
export function wholeBytes({ admission, idle }: Crew): number {
  return admission.capacityBytes - idle.workerBytes;
}

/** Draws from the budget, and lets workers go that rest on what is no longer free; undefined = aborted before. */
export async function enter(
  memoryBytes: number,
  { admission, pool, idle }: Crew,
  signal: AbortSignal,
): Promise<Pass | undefined> {
  const pass = await admission.enter(memoryBytes, signal);
  // One more than there is room for: the job itself takes one.
  if (pass) await pool.trim(1 + Math.floor(admission.freeBytes / Math.max(1, idle.workerBytes)));
  return pass;
}
