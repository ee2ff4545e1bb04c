import type { Event } from '../../src/model/event.ts';
import { NO_COUNTS, type RunCounts } from '../../src/model/run.ts';
import type { Streams } from '../../src/report/reporter.ts';

type EventOf<T extends Event['type']> = Extract<Event, { readonly type: T }>;
type Plan = EventOf<'planned'>;

const NOTHING_PLANNED = {
  assets: 0,
  jobs: 0,
  make: 0,
  keep: 0,
  carry: 0,
  remove: 0,
  gone: 0,
  ignored: 0,
  unsupported: 0,
  clips: 0,
  stale: 0,
};

/** Events of a run as ingest tells them; each with what the case is about. */
export const tell = {
  started: (): EventOf<'run-started'> => ({
    ...{ type: 'run-started', run: 'r1', command: 'ingest', title: '' },
    ...{ library: '/work/photos', output: '/work/dmx-out' },
  }),
  planned: (plan: Partial<Plan>): Plan => ({ type: 'planned', ...NOTHING_PLANNED, ...plan }),
  jobStarted: (asset: string): Event => ({ type: 'job-started', asset, renditions: 4, memoryBytes: 1e8 }),
  jobFinished: (asset: string, more: Partial<EventOf<'job-finished'>> = {}): EventOf<'job-finished'> => ({
    ...{ type: 'job-finished', asset, made: 4, failed: 0, bytes: 1000, masterBytes: 10_000, seconds: 0.5 },
    ...{ errors: [], warnings: [] },
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
    ...more,
    written,
  };
}
