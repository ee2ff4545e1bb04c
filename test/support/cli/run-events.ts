import type { Event } from '../../../src/model/run/event.ts';
import type { EventOf } from '../../../src/model/run/handle-event.ts';
import { NO_TOTALS } from '../../../src/model/plan.ts';
import { NO_COUNTS, type RunCounts } from '../../../src/model/run/run.ts';
import type { Work } from '../../../src/model/jobs/work.ts';
import type { Streams } from '../../../src/report/reporter.ts';

type Plan = EventOf<'planned'>;

/** The work of each job. */
const WORK: Work = { kind: 'jpeg', seconds: 1 };

/** Events of a run as ingest tells them; each with what the case is about. */
export const runEvents = {
  started: (): EventOf<'run-started'> => ({
    ...{ type: 'run-started', run: 'r1', command: 'ingest', title: '' },
    ...{ library: '/work/photos', output: '/work/dmx-out' },
  }),
  planned: (plan: Partial<Plan>): Plan => ({
    ...{ type: 'planned', ...NO_TOTALS, workers: 1, ...plan },
    work: { jpeg: plan.jobs ?? 0 },
    masterBytes: 10_000 * (plan.jobs ?? 0),
  }),
  jobStarted: (asset: string): Event => ({ type: 'job-started', asset, renditions: 4, memoryBytes: 1e8, work: WORK }),
  jobFinished: (asset: string, more: Partial<EventOf<'job-finished'>> = {}): EventOf<'job-finished'> => ({
    ...{ type: 'job-finished', asset, made: 4, failed: 0, bytes: 1000, masterBytes: 10_000, seconds: 0.5 },
    ...{ work: WORK, errors: [], warnings: [], unsure: [] },
    ...more,
  }),
  finished: (counts: Partial<RunCounts>, more: Partial<EventOf<'run-finished'>> = {}): EventOf<'run-finished'> => ({
    ...{ type: 'run-finished', run: 'r1', state: 'finished', seconds: 2 },
    counts: { ...NO_COUNTS, ...counts },
    ...more,
  }),
};

/** Streams that keep what is written to them. */
export function keepingStreams(
  more: Partial<Streams> = {},
): Streams & { readonly written: { out: string; err: string } } {
  const written = { out: '', err: '' };
  return {
    ...{ live: false, color: false, width: 100, quiet: false, verbose: false },
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    tell: (line) => void (written.out += `${line}\n`),
    ...more,
    written,
  };
}

/** The end of a job that fails with one error. */
export const FAILED_JOB: Event = runEvents.jobFinished('shoes/50% off,a:b.jpg', {
  made: 0,
  failed: 1,
  errors: [{ code: 'SOURCE_CORRUPT', rendition: null, message: 'ends early', hint: 'Replace it.' }],
});

/** All events of a run of two assets, one of which fails. */
export const WHOLE_RUN: readonly Event[] = [
  runEvents.started(),
  { type: 'scan-progress', files: 2 },
  runEvents.planned({ assets: 2, jobs: 2, make: 8 }),
  runEvents.jobStarted('a.jpg'),
  runEvents.jobFinished('a.jpg'),
  FAILED_JOB,
  { type: 'manifest-written', file: 'manifest.json', assets: 2 },
  runEvents.finished({ assets: 2, made: 4, failedAssets: 1 }),
];
