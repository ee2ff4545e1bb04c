import { isFailure } from '../errors.ts';
import type { Event } from './event.ts';
import type { KindProgress, RunProgress } from './run.ts';
import { doneShare, secondsLeft } from './time-left.ts';

type EventOf<T extends Event['type']> = Extract<Event, { readonly type: T }>;
type Step<T extends Event['type']> = (progress: RunProgress, event: EventOf<T>, at: number) => RunProgress;
type Steps = { readonly [T in Event['type']]?: Step<T> };

const NO_WORK: KindProgress = { total: 0, done: 0, jobs: 0, seconds: 0 };

function failures(errors: EventOf<'asset-refused'>['errors']): number {
  return errors.some((error) => isFailure(error)) ? 1 : 0;
}

function begin(progress: RunProgress, { asset, work }: EventOf<'job-started'>, at: number): RunProgress {
  const job = { asset, work, startedAt: at, share: 0, sharedAt: at };
  return { ...progress, underWay: [...progress.underWay, job] };
}

function finish(progress: RunProgress, event: EventOf<'job-finished'>): RunProgress {
  const { asset, made, failed, errors, masterBytes, seconds, work } = event;
  const { total, done, jobs, seconds: before } = progress.work[work.kind] ?? NO_WORK;
  const kind = { total, done: done + work.seconds, jobs: jobs + 1, seconds: before + seconds };
  return {
    ...progress,
    done: progress.done + 1,
    bytesDone: progress.bytesDone + masterBytes,
    renditionsDone: progress.renditionsDone + made + failed,
    failed: progress.failed + failures(errors),
    work: { ...progress.work, [work.kind]: kind },
    underWay: progress.underWay.filter((one) => one.asset !== asset),
  };
}

function plan(progress: RunProgress, event: EventOf<'planned'>, at: number): RunProgress {
  const { jobs, make, work, masterBytes, workers = 1 } = event;
  const kinds = Object.entries(work).map(([kind, total]) => [kind, { ...NO_WORK, total }] as const);
  return {
    ...{ ...progress, phase: 'making', done: 0, total: jobs, bytesDone: 0, bytes: masterBytes, renditions: make },
    ...{ plannedAt: at, workers, work: Object.fromEntries(kinds) },
  };
}

const STEPS: Steps = {
  'scan-progress': (progress, { files }) => ({ ...progress, done: files }),
  examined: (progress, { done, total, bytesDone, bytes }) => ({
    ...{ ...progress, phase: 'reading', done, total, bytesDone, bytes },
  }),
  planned: plan,
  'batch-started': (progress, { batch, batches }) => ({ ...progress, batch, batches }),
  'job-started': begin,
  'job-progress': (progress, { asset, share }, at) => ({
    ...progress,
    underWay: progress.underWay.map((one) => (one.asset === asset ? { ...one, share, sharedAt: at } : one)),
  }),
  'job-finished': finish,
  'asset-refused': (progress, { errors }) => ({ ...progress, refused: progress.refused + failures(errors) }),
};

/** The progress of a run as an event; `at`: now, on the clock of the progress. */
export function progressEvent(progress: RunProgress, at: number): Event {
  const { phase, bytesDone, bytes, done, total, renditionsDone, renditions, refused, failed } = progress;
  const left = secondsLeft(progress, at);
  return {
    ...{ type: 'progress', phase, share: doneShare(progress), secondsLeft: left === undefined ? null : left },
    ...{ bytesDone, bytes, assetsDone: done, assets: total, renditionsDone, renditions },
    failed: refused + failed,
  };
}

/**
 * The progress after one more event, which came `at` so many seconds of any clock that all of them are told by; the same
 * object where the event moves nothing.
 */
export function addProgress(progress: RunProgress, event: Event, at: number): RunProgress {
  const step = STEPS[event.type] as Step<Event['type']> | undefined;
  return step?.(progress, event as never, at) ?? progress;
}
