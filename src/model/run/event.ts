import type { ErrorData, Problem } from '../errors.ts';
import type { PlanTotals } from '../plan.ts';
import type { RenditionChange, SmartCropRecord } from '../rendition.ts';
import type { SetChange } from '../sets.ts';
import type { RunCounts, RunProgress, RunState } from './run.ts';
import type { Work } from '../jobs/work.ts';

/** A smart crop that may miss what the picture is about: its name, who found it, how sure that is (0…1). */
export type UnsureCrop = Pick<SmartCropRecord, 'name' | 'by' | 'confidence'>;

/** An event that a run tells while it works; JSON lines print them as they are, so fields are only ever added. */
export type Event =
  | {
      readonly type: 'run-started';
      readonly run: string;
      readonly command: string;
      readonly title: string;
      readonly library: string;
      readonly output: string;
    }
  | {
      readonly type: 'notice';
      readonly level: 'info' | 'warning';
      readonly message: string;
      readonly hint: string;
      readonly asset?: string;
      /** The place that it is about: a file that a person wrote, relative to the working directory. */
      readonly place?: Pick<Problem, 'file' | 'line' | 'column'>;
    }
  /** A file of the library that is no asset. `seeming`: a description of its content. */
  | { readonly type: 'file-ignored'; readonly path: string; readonly seeming: string }
  | { readonly type: 'scan-progress'; readonly files: number }
  | {
      readonly type: 'examined';
      readonly done: number;
      readonly total: number;
      /** Bytes of the masters of finished jobs. */
      readonly bytesDone: number;
      readonly bytes: number;
    }
  /** `workers`: jobs side by side at most. */
  | ({ readonly type: 'planned'; readonly workers?: number } & PlanTotals)
  | {
      readonly type: 'batch-started';
      readonly batch: number;
      readonly batches: number;
      readonly jobs: number;
      readonly size: number;
      readonly reason: string;
    }
  | {
      readonly type: 'job-started';
      readonly asset: string;
      readonly renditions: number;
      readonly memoryBytes: number;
      readonly work: Work;
    }
  | {
      /** A job that takes long, some time after the last of these. */
      readonly type: 'job-progress';
      readonly asset: string;
      /** Done, 0…1. */
      readonly share: number;
    }
  | {
      readonly type: 'job-finished';
      readonly asset: string;
      readonly made: number;
      readonly failed: number;
      /** Bytes of the renditions made. */
      readonly bytes: number;
      /** Size of the master. */
      readonly masterBytes: number;
      readonly seconds: number;
      readonly work: Work;
      readonly errors: readonly ErrorData[];
      readonly warnings: readonly string[];
      /** Smart crops of those made that a person should look at. */
      readonly unsure: readonly UnsureCrop[];
    }
  | {
      /** An asset that never became a job: its master is corrupt, collides with another, or is no format we read. */
      readonly type: 'asset-refused';
      readonly asset: string;
      readonly errors: readonly ErrorData[];
    }
  | {
      /** The progress of the run: about once a second, where it has moved. */
      readonly type: 'progress';
      readonly phase: RunProgress['phase'];
      /** Share of the estimated work, or of the bytes to be read; 0…1. */
      readonly share: number;
      /** Seconds; null = not known. */
      readonly secondsLeft: number | null;
      /** Bytes of the masters read or processed so far. */
      readonly bytesDone: number;
      readonly bytes: number;
      readonly assetsDone: number;
      readonly assets: number;
      readonly renditionsDone: number;
      readonly renditions: number;
      readonly failed: number;
    }
  | { readonly type: 'batch-committed'; readonly batch: number; readonly assets: number }
  | ({ readonly type: 'rendition-changed' } & RenditionChange)
  /** A set that is left out, with why. */
  | { readonly type: 'set-refused'; readonly set: string; readonly error: ErrorData }
  | ({ readonly type: 'set-changed' } & SetChange)
  | { readonly type: 'manifest-written'; readonly file: string; readonly assets: number }
  | {
      readonly type: 'run-finished';
      readonly run: string;
      readonly state: RunState;
      readonly seconds: number;
      readonly counts: RunCounts;
    };

/** Takes events; never throws. */
export type Emit = (event: Event) => void;

/** Options of every call. */
export interface CallOptions {
  /** Called with each event as it happens. What it throws stops the call, which rejects with that. */
  readonly onEvent?: (event: Event) => void;
  /** Aborted: see the call. Aborted before it begins, a call rejects with `Cancelled`. */
  readonly signal?: AbortSignal;
}
