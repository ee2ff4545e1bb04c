export type RunState = 'running' | 'suspended' | 'interrupted' | 'finished' | 'terminated';

/** What another terminal may ask of a run. */
export type Control = 'suspend' | 'terminate';

/** What was asked of a run. */
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
  readonly removed: number;
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
  failedAssets: 0,
  failedRenditions: 0,
  unsupported: 0,
  ignored: 0,
  gone: 0,
  madeBytes: 0,
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
}
