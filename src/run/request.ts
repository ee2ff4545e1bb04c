import type { ErrorCode } from '../model/errors.ts';
import type { Emit } from '../model/event.ts';
import type { RunCounts, RunState } from '../model/run.ts';

/** What command line and environment said. Absent = not said: dmx.yaml decides, then the default. */
export interface Request {
  /** The command's name, recorded with the run. */
  readonly command: string;
  /** Absolute. */
  readonly cwd: string;
  /** As given, relative to `cwd`. */
  readonly folders: readonly string[];
  readonly out?: string;
  readonly config?: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly excludeFrom?: string;
  readonly memoryBytes?: number;
  readonly concurrency?: number;
  readonly waitLockSeconds?: number;
  readonly force?: boolean;
  /** ISO time: `force` means only what was recorded before it, for a run that is resumed. */
  readonly forceBefore?: string;
  readonly strict?: boolean;
  readonly video?: boolean;
  readonly newOnly?: boolean;
  readonly allowGone?: boolean;
  readonly trustCatalog?: boolean;
  readonly acceptEngine?: boolean;
  readonly onMove?: 'apply' | 'keep';
  readonly onTimeout?: 'next' | 'stop';
  readonly timeoutSeconds?: number;
  /** A whole number of assets, or a share of them. */
  readonly maxFailures?: { readonly count: number } | { readonly percent: number };
  readonly batch?: number | 'auto';
  readonly title?: string;
  readonly changes?: string;
  readonly shard?: { readonly index: number; readonly of: number };
  readonly ffmpeg?: string;
  readonly ffprobe?: string;
  /** Reprocess alone: which of the catalogued assets. */
  readonly select?: Selection;
}

/** Which assets and renditions a reprocess works on; several narrow together. */
export interface Selection {
  readonly failed?: boolean;
  readonly missing?: boolean;
  readonly stale?: boolean;
  readonly renditions?: readonly string[];
  readonly profiles?: readonly string[];
  /** ISO time: assets last worked on since. */
  readonly since?: string;
}

/** What a use case is handed beside its request. */
export interface RunContext {
  readonly emit: Emit;
  /** Aborted by the first Ctrl-C: finish what is in hand, record it. */
  readonly signal: AbortSignal;
}

/** How a run ended; `cli/exit.ts` turns it into an exit code. */
export interface RunOutcome {
  readonly state: RunState;
  readonly counts: RunCounts;
  /** Codes of everything that failed. */
  readonly codes: readonly ErrorCode[];
}
