import type { Event } from '../../../src/model/run/event.ts';
import { NO_TOTALS } from '../../../src/model/plan.ts';
import type { Work } from '../../../src/model/jobs/work.ts';
import { WorkAhead } from '../../../src/plan/work-ahead.ts';
import { orderJobs } from '../../../src/schedule/order-jobs.ts';

/** A job of a run that is only thought: what it is estimated to take, and what it takes. Seconds. */
export interface ThoughtJob {
  readonly work: Work;
  readonly seconds: number;
  /** It tells how far it is, as clips do. */
  readonly tells: boolean;
}

/** An event, or a look at the progress, at a time; seconds since the plan was made. */
export interface Moment {
  readonly at: number;
  readonly event: Event;
}

const asset = (i: number): string => `${i}.x`;

function planned(jobs: readonly ThoughtJob[], workers: number): Event {
  const work: Record<string, number> = {};
  for (const { work: own } of jobs) work[own.kind] = (work[own.kind] ?? 0) + own.seconds;
  return { type: 'planned', ...NO_TOTALS, jobs: jobs.length, make: jobs.length, work, workers };
}

/** Events of one job: its begin, each part of it where it tells of them, its end. */
function told({ work, seconds, tells }: ThoughtJob, name: string, from: number): readonly Moment[] {
  const started: Event = { type: 'job-started', asset: name, renditions: 1, memoryBytes: 1, work };
  const steps = tells ? Math.min(99, Math.floor(seconds)) : 0;
  const parts = Array.from({ length: steps }, (_, i): Moment => {
    const share = (i + 1) / (steps + 1);
    return { at: from + seconds * share, event: { type: 'job-progress', asset: name, share } };
  });
  const facts = { made: 1, failed: 0, bytes: 1, masterBytes: 1, errors: [], warnings: [], unsure: [] };
  const finished: Event = { type: 'job-finished', asset: name, ...facts, seconds, work };
  return [{ at: from, event: started }, ...parts, { at: from + seconds, event: finished }];
}

/**
 * The moments of a run in order: batches one after the other, each in the order of the schedule, the next one begun in the
 * places that the last jobs of the one before leave. No clock: time is what jobs take.
 */
export function simulateRun(
  jobs: readonly ThoughtJob[],
  { workers, batch }: { readonly workers: number; readonly batch: number },
): readonly Moment[] {
  const moments: Moment[] = [{ at: 0, event: planned(jobs, workers) }];
  const free = Array.from({ length: workers }, () => 0);
  const ahead = new WorkAhead();
  const placed = jobs.map((job, i) => ({ job, name: asset(i) }));
  for (const { job, name } of placed) ahead.add(name, job.work);
  const named = ahead.order(placed, ({ name }) => name);
  const { scouts } = ahead;
  for (let start = 0; start < named.length; start += batch) {
    const together = named.slice(start, start + batch).map((one) => ({ job: one, work: one.job.work }));
    for (const {
      job: { job, name },
    } of orderJobs(together, ({ name }) => scouts.has(name))) {
      const place = free.indexOf(Math.min(...free));
      const from = free[place] ?? 0;
      free[place] = from + job.seconds;
      moments.push(...told(job, name, from));
    }
  }
  return moments.toSorted((a, b) => a.at - b.at);
}
