import { isFailure } from '../errors.ts';
import type { Event } from './event.ts';
import { type EventHandlers, type EventOf, handleEvent } from './handle-event.ts';
import type { KindProgress, RunProgress } from './run.ts';
import { doneShare, secondsLeft } from './time-left.ts';

const NO_WORK: KindProgress = { total: 0, done: 0, jobs: 0, seconds: 0 };

function failures(errors: EventOf<'asset-refused'>['errors']): number {
  return errors.some((error) => isFailure(error)) ? 1 : 0;
}

function begin({ asset, work }: EventOf<'job-started'>, progress: RunProgress, at: number): RunProgress {
  const job = { asset, work, startedAt: at, share: 0, sharedAt: at };
  return { ...progress, underWay: [...progress.underWay, job] };
}

function finish(event: EventOf<'job-finished'>, progress: RunProgress): RunProgress {
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

function plan(event: EventOf<'planned'>, progress: RunProgress, at: number): RunProgress {
  const { jobs, make, work, masterBytes, workers = 1 } = event;
  const kinds = Object.entries(work).map(([kind, total]) => [kind, { ...NO_WORK, total }] as const);
  return {
    ...{ ...progress, phase: 'making', done: 0, total: jobs, bytesDone: 0, bytes: masterBytes, renditions: make },
    ...{ plannedAt: at, workers, work: Object.fromEntries(kinds) },
  };
}

/** The progress after an event of each type that moves it. */
const STEPS: EventHandlers<[progress: RunProgress, at: number], RunProgress> = {
  'scan-progress': ({ files }, progress) => ({ ...progress, done: files }),
  examined: ({ done, total, bytesDone, bytes }, progress) => ({
    ...{ ...progress, phase: 'reading', done, total, bytesDone, bytes },
  }),
  planned: plan,
  'batch-started': ({ batch, batches }, progress) => ({ ...progress, batch, batches }),
  'job-started': begin,
  'job-progress': ({ asset, share }, progress, at) => ({
    ...progress,
    underWay: progress.underWay.map((one) => (one.asset === asset ? { ...one, share, sharedAt: at } : one)),
  }),
  'job-finished': finish,
  'asset-refused': ({ errors }, progress) => ({ ...progress, refused: progress.refused + failures(errors) }),
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
  return handleEvent(STEPS, event, progress, at) ?? progress;
}
