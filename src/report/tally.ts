import { type ErrorCode, type ErrorData, isFailure } from '../model/errors.ts';
import type { Event, UnsureCrop } from '../model/run/event.ts';
import { type EventHandlers, type EventOf, handleEvent } from '../model/run/handle-event.ts';
import { addProgress } from '../model/run/run-progress.ts';
import { NO_PROGRESS, type RunProgress } from '../model/run/run.ts';

/** Names kept of each group of failures or warnings: enough to show, bounded where a whole library fails. */
const NAMES_KEPT = 1000;

/** Failures, or formats that are not read, with one code. */
export interface FailureGroup {
  readonly code: ErrorCode;
  count: number;
  /** The first of them. */
  readonly first: { readonly asset: string; readonly error: ErrorData }[];
}

/** Assets that gave the same warning. */
export interface WarningGroup {
  readonly message: string;
  count: number;
  readonly first: string[];
}

/** Smart crops that a person should look at. */
export interface UnsureCrops {
  count: number;
  assets: number;
  /** The least certain crop of each of the first assets. */
  readonly first: { readonly asset: string; readonly crop: UnsureCrop }[];
}

/** The sums of the events of a run so far. Grows by `addEvent` alone. */
export interface Tally {
  started: EventOf<'run-started'> | undefined;
  planned: EventOf<'planned'> | undefined;
  manifest: EventOf<'manifest-written'> | undefined;
  finished: EventOf<'run-finished'> | undefined;
  progress: RunProgress;
  /** Masters whose facts were read. */
  mastersRead: number;
  /** Assets of which something was made. */
  assetsMade: number;
  madeBytes: number;
  /** Bytes of the masters of finished jobs. */
  masterBytes: number;
  readonly failures: Map<ErrorCode, FailureGroup>;
  /** Assets in formats that are not read, which fails nothing. */
  readonly unread: Map<ErrorCode, FailureGroup>;
  readonly warnings: Map<string, WarningGroup>;
  readonly unsure: UnsureCrops;
}

export function makeTally(): Tally {
  return {
    started: undefined,
    planned: undefined,
    manifest: undefined,
    finished: undefined,
    progress: NO_PROGRESS,
    mastersRead: 0,
    assetsMade: 0,
    madeBytes: 0,
    masterBytes: 0,
    failures: new Map(),
    unread: new Map(),
    warnings: new Map(),
    unsure: { count: 0, assets: 0, first: [] },
  };
}

function addFailure({ failures, unread }: Tally, asset: string, error: ErrorData): void {
  const groups = isFailure(error) ? failures : unread;
  const group = groups.get(error.code) ?? { code: error.code, count: 0, first: [] };
  group.count++;
  if (group.first.length < NAMES_KEPT) group.first.push({ asset, error });
  groups.set(error.code, group);
}

function addWarning(tally: Tally, asset: string, message: string): void {
  const group = tally.warnings.get(message) ?? { message, count: 0, first: [] };
  group.count++;
  if (group.first.length < NAMES_KEPT) group.first.push(asset);
  tally.warnings.set(message, group);
}

function addUnsure({ unsure }: Tally, asset: string, crops: readonly UnsureCrop[]): void {
  const [crop] = crops.toSorted((a, b) => a.confidence - b.confidence);
  if (crop === undefined) return;
  unsure.count += crops.length;
  unsure.assets++;
  if (unsure.first.length < NAMES_KEPT) unsure.first.push({ asset, crop });
}

function addJob(job: EventOf<'job-finished'>, tally: Tally): void {
  tally.madeBytes += job.bytes;
  if (job.made > 0) {
    tally.assetsMade++;
    tally.masterBytes += job.masterBytes;
  }
  for (const error of job.errors) addFailure(tally, job.asset, error);
  for (const warning of job.warnings) addWarning(tally, job.asset, warning);
  addUnsure(tally, job.asset, job.unsure);
}

/** The addition of each kind of event; the others add nothing. */
const ADDERS: EventHandlers<[tally: Tally], void> = {
  'run-started': (event, tally) => void (tally.started = event),
  examined: ({ done }, tally) => void (tally.mastersRead = done),
  planned: (event, tally) => void (tally.planned = event),
  'job-finished': addJob,
  'asset-refused': ({ asset, errors }, tally) => {
    for (const error of errors) addFailure(tally, asset, error);
  },
  'set-refused': ({ set, error }, tally) => addFailure(tally, set, error),
  'manifest-written': (event, tally) => void (tally.manifest = event),
  'run-finished': (event, tally) => void (tally.finished = event),
};

/** Adds one event to the tally, which begins anew with each run. `at`: when it came, in seconds of any clock. */
export function addEvent(tally: Tally, event: Event, at = 0): void {
  if (event.type === 'run-started') Object.assign(tally, makeTally());
  tally.progress = addProgress(tally.progress, event, at);
  handleEvent(ADDERS, event, tally);
}
