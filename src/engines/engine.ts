import type { Facts } from '../model/asset.ts';
import type { Installation } from '../model/installation.ts';
import type { LocalJob, JobResult } from '../model/jobs/job.ts';
import type { MasterLimits } from '../model/master-limits.ts';
import type { Programs } from '../model/programs.ts';

/** The settings that engines work by. */
export interface EngineSettings {
  readonly programs: Programs;
  readonly limits: MasterLimits;
}

/** The context that an engine is handed beside its job. */
export interface EngineContext extends EngineSettings {
  /** Cores that it may keep busy, at least 1: nothing waits for them. */
  readonly cores: number;
  /** Takes the share of the job that is done, 0…1, whenever it has grown; for engines whose jobs take minutes. */
  readonly onShare: (share: number) => void;
}

/**
 * Turns recipes and a master into renditions, for one kind of media; that of clips also makes those of pictures that move. Runs in
 * worker processes only.
 */
export interface Engine {
  /** True if it works through programs that may be missing: they are looked for when they are needed first. */
  readonly needsPrograms: boolean;

  /**
   * Reads the facts of a master from its header. `file` is absolute, `mime` what its first bytes say.
   * Throws SourceError (SOURCE_CORRUPT, SOURCE_FORMAT_UNSUPPORTED, SOURCE_TOO_LARGE) when there are none to be had.
   */
  probe(file: string, mime: string, settings: EngineSettings): Promise<Facts>;

  /**
   * Makes every rendition of the job as a file in `scratch` (an existing folder of the job's own) and checks each
   * against its recipe. One rendition that fails does not fail the others. Throws SourceError when the master itself
   * cannot be decoded. The same job gives the same bytes, whatever `held` and `cores` say, and whatever else is in the job.
   */
  render(job: LocalJob, scratch: string, means: EngineContext): Promise<JobResult>;

  /**
   * The libraries and programs that it works with. Throws EngineError (ENGINE_MISSING) where a program that it needs is
   * not there.
   */
  describe(programs: Programs): Promise<Installation>;
}
