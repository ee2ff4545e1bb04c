import type { ErrorCode, ErrorData } from '../errors.ts';
import type { Work } from '../jobs/work.ts';

/** `failed`: an error ended it, that stands in its record. */
export type RunState = 'running' | 'suspended' | 'interrupted' | 'finished' | 'terminated' | 'failed';

/** Requests that another terminal may make of a run. */
export type Control = 'suspend' | 'terminate';

/** The request that was made of a run. */
export interface RunControl {
  /** The run's id. */
  readonly run: string;
  readonly ask: Control;
}

/** Counts of a run; every one only grows. */
export interface RunCounts {
  readonly assets: number;
  readonly made: number;
  readonly kept: number;
  readonly carried: number;
  /** Renditions that are not asked for any more. */
  readonly removed: number;
  /** Files that went: of these, and those that a file of another name had replaced. */
  readonly removedFiles: number;
  readonly removedBytes: number;
  readonly failedAssets: number;
  readonly failedRenditions: number;
  readonly unsupported: number;
  readonly ignored: number;
  readonly gone: number;
  readonly madeBytes: number;
}

export const NO_COUNTS: RunCounts = {
  assets: 0,
  made: 0,
  kept: 0,
  carried: 0,
  removed: 0,
  removedFiles: 0,
  removedBytes: 0,
  failedAssets: 0,
  failedRenditions: 0,
  unsupported: 0,
  ignored: 0,
  gone: 0,
  madeBytes: 0,
};

/** The work of one kind: estimated seconds of all that is planned and of what is done, and what that took. */
export interface KindProgress {
  readonly total: number;
  readonly done: number;
  readonly jobs: number;
  readonly seconds: number;
}

/** A job at work. Times are seconds of the clock that the progress was summed by. */
export interface JobUnderWay {
  readonly asset: string;
  readonly work: Work;
  readonly startedAt: number;
  /** Progress 0…1, and when it was reported; 0 = never. */
  readonly share: number;
  readonly sharedAt: number;
}

/** The progress of a run, summed up from its events: what progress bars and `dmx status` show. */
export interface RunProgress {
  readonly phase: 'scanning' | 'reading' | 'making';
  /** Files found while scanning, masters read while reading, assets worked on while making. */
  readonly done: number;
  /** 0 = not known. */
  readonly total: number;
  /** Bytes of the masters read or processed so far. */
  readonly bytesDone: number;
  readonly bytes: number;
  /** Renditions made or failed, of those to be made. */
  readonly renditionsDone: number;
  readonly renditions: number;
  /** Assets of which something was refused before any work began: these are none of those to be made. */
  readonly refused: number;
  /** Assets to be made with something that failed. */
  readonly failed: number;
  /** The batch begun last, from 1, of so many; 0 = none yet. */
  readonly batch: number;
  readonly batches: number;
  /** When the plan was made; null = not yet. */
  readonly plannedAt: number | null;
  /** Jobs side by side at most. */
  readonly workers: number;
  readonly work: Readonly<Record<string, KindProgress>>;
  /** The one that began first in front. */
  readonly underWay: readonly JobUnderWay[];
}

export const NO_PROGRESS: RunProgress = {
  ...{ phase: 'scanning', done: 0, total: 0, bytesDone: 0, bytes: 0, renditionsDone: 0, renditions: 0 },
  ...{ refused: 0, failed: 0, batch: 0, batches: 0, plannedAt: null, workers: 1, work: {}, underWay: [] },
};

/** One invocation that works, with its history. */
export interface RunRecord {
  readonly id: string;
  readonly title: string;
  readonly command: string;
  readonly state: RunState;
  /** The recorded options, so that `runs resume` starts it anew. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly pid: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly counts: RunCounts;
  /** The progress that it has, or had when it ended. Absent in runs that an older dmx entered. */
  readonly progress?: RunProgress;
  /** ISO time of `counts` and `progress`: at most some seconds old while it runs. */
  readonly updatedAt?: string;
  /** ISO time at which it had its plan; absent before. */
  readonly plannedAt?: string;
  /** The error that ended the run; absent where it ended normally. */
  readonly error?: ErrorData;
}

/** The end of a run; `cli/exit.ts` turns it into an exit code. */
export interface RunOutcome {
  readonly state: RunState;
  readonly counts: RunCounts;
  /** Codes of everything that failed. */
  readonly codes: readonly ErrorCode[];
}
