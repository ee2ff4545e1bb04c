import { isFailure } from './errors.ts';
import type { Event } from './event.ts';
import type { RunProgress } from './run.ts';

type EventOf<T extends Event['type']> = Extract<Event, { readonly type: T }>;
type Steps = { readonly [T in Event['type']]?: (progress: RunProgress, event: EventOf<T>) => RunProgress };

function failures(errors: EventOf<'asset-refused'>['errors']): number {
  return errors.some((error) => isFailure(error)) ? 1 : 0;
}

function without({ underWay }: RunProgress, asset: string): RunProgress['underWay'] {
  return underWay.filter((one) => one.asset !== asset);
}

function withShare(underWay: RunProgress['underWay'], asset: string, share: number): RunProgress['underWay'] {
  const known = underWay.some((one) => one.asset === asset);
  return known
    ? underWay.map((one) => (one.asset === asset ? { asset, share } : one))
    : [...underWay, { asset, share }];
}

const STEPS: Steps = {
  'scan-progress': (progress, { files }) => ({ ...progress, done: files }),
  examined: (progress, { done, total }) => ({ ...progress, phase: 'reading', done, total }),
  planned: (progress, { jobs, make }) => ({ ...progress, phase: 'making', done: 0, total: jobs, renditions: make }),
  'batch-started': (progress, { batch, batches }) => ({ ...progress, batch, batches }),
  'job-progress': (progress, { asset, share }) => ({
    ...progress,
    underWay: withShare(progress.underWay, asset, share),
  }),
  'job-finished': (progress, { asset, made, failed, errors }) => ({
    ...progress,
    done: progress.done + 1,
    renditionsDone: progress.renditionsDone + made + failed,
    failed: progress.failed + failures(errors),
    underWay: without(progress, asset),
  }),
  'asset-refused': (progress, { errors }) => ({ ...progress, failed: progress.failed + failures(errors) }),
};

/** The progress after one more event; the same object where the event moves nothing. */
export function addProgress(progress: RunProgress, event: Event): RunProgress {
  const step = STEPS[event.type] as ((progress: RunProgress, event: Event) => RunProgress) | undefined;
  return step?.(progress, event) ?? progress;
}
