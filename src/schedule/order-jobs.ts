import type { Work } from '../model/jobs/work.ts';

/** A job with the work that it is. */
export interface Weighed<T> {
  readonly job: T;
  readonly work: Work;
}

/**
 * The order in which the jobs of a batch begin: those that are to go first, the shortest in front; then the longest first,
 * so that none is left over at the end.
 */
export function orderJobs<T>(jobs: readonly Weighed<T>[], isFirst: (job: T) => boolean): readonly Weighed<T>[] {
  const first = jobs.filter(({ job }) => isFirst(job));
  const others = jobs.filter(({ job }) => !isFirst(job));
  return [
    ...first.toSorted((a, b) => a.work.seconds - b.work.seconds),
    ...others.toSorted((a, b) => b.work.seconds - a.work.seconds),
  ];
}
