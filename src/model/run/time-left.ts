import { sum } from '../../base/sum.ts';
import type { JobUnderWay, RunProgress } from './run.ts';

/** The part of the work of a kind that was seen: how much, how long it took, of how many jobs. */
interface Seen {
  readonly work: number;
  readonly seconds: number;
  readonly jobs: number;
}

// Until a second is over, what was seen tells of the start alone.
const LEAST_ELAPSED = 1;

// What the pace of a kind is taken for before any of it was seen, that of the others, counts as so many jobs of it: jobs
// of one kind differ less than kinds do.
const PRIOR_JOBS = 0.25;

// A tenth of a clip tells its own pace as well as the kind's does.
const OWN_SHARE = 0.1;

// A job that takes longer than was expected goes on: some of it is left.
const LEAST_LEFT = 0.15;

// Seconds for which all workers are taken to be busy before it was seen how many are.
const PRIOR_BUSY = 2;

/** Adds the shares of jobs under way to what was seen of finished ones. */
function seenOf({ work, underWay }: RunProgress): ReadonlyMap<string, Seen> {
  const seen = new Map<string, Seen>();
  for (const [kind, { done, seconds, jobs }] of Object.entries(work)) seen.set(kind, { work: done, seconds, jobs });
  for (const { work: own, share, startedAt, sharedAt } of underWay) {
    const { work: before, seconds, jobs } = seen.get(own.kind) ?? { work: 0, seconds: 0, jobs: 0 };
    if (share === 0) continue;
    seen.set(own.kind, {
      work: before + own.seconds * share,
      seconds: seconds + Math.max(0, sharedAt - startedAt),
      jobs: jobs + share,
    });
  }
  return seen;
}

/** Seconds that a second of estimated work takes, by kind; undefined = nothing was seen yet. */
function learnPaces(progress: RunProgress): ((kind: string) => number) | undefined {
  const seen = new Map([...seenOf(progress)].filter(([, { work, seconds }]) => work > 0 && seconds > 0));
  if (seen.size === 0) return undefined;
  // Paces are factors: twice as long and half as long are one as far off as the other.
  const known = [...seen.values()].map(({ work, seconds, jobs }) => ({
    pace: Math.log(seconds / work),
    trust: jobs / (jobs + PRIOR_JOBS),
  }));
  const general = sum(known.map(({ pace, trust }) => pace * trust)) / sum(known.map(({ trust }) => trust));
  return (kind) => {
    const { work = 1, seconds = 1, jobs = 0 } = seen.get(kind) ?? {};
    return Math.exp((Math.log(seconds / work) * jobs + general * PRIOR_JOBS) / (jobs + PRIOR_JOBS));
  };
}

/** Seconds that a running job still takes, by its own pace where it reports progress, and by the mean pace of its kind. */
function leftOf({ work, share, startedAt, sharedAt }: JobUnderWay, pace: number, at: number): number {
  const expected = pace * work.seconds;
  if (share === 0) return Math.max(expected - (at - startedAt), expected * LEAST_LEFT);
  const own = (sharedAt - startedAt) / share;
  const whole = (own * share + expected * OWN_SHARE) / (share + OWN_SHARE);
  return Math.max(whole * (1 - share) - (at - sharedAt), 0);
}

/** The number of jobs that were at work on average: fewer than workers where memory is short. */
function parallelism({ work, underWay, workers }: RunProgress, elapsed: number, at: number): number {
  const finished = sum(Object.values(work).map(({ seconds }) => seconds));
  const busy = finished + sum(underWay.map(({ startedAt }) => at - startedAt));
  const seen = (busy + workers * PRIOR_BUSY) / (elapsed + PRIOR_BUSY);
  return Math.min(workers, Math.max(seen, 1 / workers));
}

/**
 * Seconds that the making will take from now on: what is left of each kind at the pace at which that kind went so far, on
 * as many workers as were busy, and no less than the longest job at work. Undefined while too little is done to tell. `at`:
 * now, on the clock of the progress.
 */
export function secondsLeft(progress: RunProgress, at: number): number | undefined {
  const { plannedAt, work, underWay } = progress;
  if (plannedAt === null || at - plannedAt < LEAST_ELAPSED) return undefined;
  const paceOf = learnPaces(progress);
  if (paceOf === undefined) return undefined;
  const begun = underWay.map((job) => leftOf(job, paceOf(job.work.kind), at));
  const waiting = Object.entries(work).map(([kind, { total, done }]) => {
    const inHand = sum(underWay.map((job) => (job.work.kind === kind ? job.work.seconds : 0)));
    return paceOf(kind) * Math.max(0, total - done - inHand);
  });
  const all = (sum(begun) + sum(waiting)) / parallelism(progress, at - plannedAt, at);
  return Math.max(all, ...begun);
}

/** The share that is done, 0…1: of the bytes that are read, of the work as it was estimated. */
export function doneShare({ phase, bytesDone, bytes, work, underWay }: RunProgress): number {
  if (phase !== 'making') return bytes > 0 ? Math.min(1, bytesDone / bytes) : 0;
  const kinds = Object.values(work);
  const total = sum(kinds.map((kind) => kind.total));
  const done = sum(kinds.map((kind) => kind.done)) + sum(underWay.map(({ work: own, share }) => own.seconds * share));
  return total > 0 ? Math.min(1, done / total) : 0;
}
