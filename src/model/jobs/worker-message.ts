import type { ErrorData } from '../errors.ts';
import type { Installation } from '../installation.ts';
import type { Examination, Job, JobResult } from './job.ts';
import type { MasterLimits } from '../master-limits.ts';
import type { Places, SourceFile } from '../place.ts';
import type { PhotoshopDocument } from '../photoshop-layer.ts';
import type { Programs } from '../programs.ts';

/** A request to a worker process; one at a time. */
export type WorkerRequest =
  | { readonly type: 'examine'; readonly file: SourceFile }
  | { readonly type: 'render'; readonly job: Job; readonly scratch: string; readonly cores: number }
  /** `folder` is absolute and empty: pixels of layers go there. */
  | { readonly type: 'take-apart'; readonly file: SourceFile; readonly folder: string }
  /** The programs that engines work with. */
  | { readonly type: 'describe' };

/** The part that every request to a worker has: the places of its files, and the settings. */
export interface RequestSetting {
  /** Absent: the request reads no file. */
  readonly places?: Places | undefined;
  /** The programs that a person named. */
  readonly programs: Programs;
  readonly limits: MasterLimits;
  /** Folders and files, absolute, of the project's fonts that letters of drawings may be set in. */
  readonly fontPlaces?: readonly string[] | undefined;
}

/** A request as sent; its response has the same id. */
export type SentRequest = WorkerRequest & RequestSetting & { readonly id: number };

/** The first message of a worker: it can work, with what; or why it never will. */
export type WorkerGreeting =
  | {
      readonly type: 'ready';
      readonly pid: number;
      /** Installed libraries, of all engines that need no programs. */
      readonly installation: Installation;
    }
  | { readonly type: 'broken'; readonly error: ErrorData };

/** The answer of a worker: data only, failures too. */
export type WorkerAnswer =
  | { readonly type: 'examined'; readonly id: number; readonly examination: Examination }
  | { readonly type: 'rendered'; readonly id: number; readonly result: JobResult }
  | { readonly type: 'taken-apart'; readonly id: number; readonly document: PhotoshopDocument }
  | { readonly type: 'described'; readonly id: number; readonly installation: Installation }
  | { readonly type: 'failed'; readonly id: number; readonly error: ErrorData };

/** The progress of a render, 0…1; any number of them before its answer. */
export interface WorkerProgress {
  readonly type: 'progress';
  readonly id: number;
  readonly share: number;
}

export type WorkerMessage = WorkerGreeting | WorkerAnswer | WorkerProgress;
