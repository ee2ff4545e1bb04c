import type { Facts } from '../model/asset.ts';
import type { Job, JobResult } from '../model/job.ts';

/** Turns recipes and a master into renditions, for one kind of media. Runs in worker processes only. */
export interface Engine {
  /**
   * Reads the facts of a master from its header. `file` is absolute, `mime` what its first bytes say.
   * Throws SourceError (SOURCE_CORRUPT, SOURCE_FORMAT_UNSUPPORTED, SOURCE_TOO_LARGE) when there are none to be had.
   */
  probe(file: string, mime: string): Promise<Facts>;

  /**
   * Makes every rendition of the job as a file in `scratch` (an existing folder of the job's own) and checks each
   * against its recipe. One rendition that fails does not fail the others. Throws SourceError when the master itself
   * cannot be decoded. The same job gives the same bytes, whatever `held` says, and whatever else is in the job.
   */
  render(job: Job, scratch: string): Promise<JobResult>;

  /**
   * The engine text recorded beside each fingerprint, by the extension of the file made ("jpg", "webp" …; "pyramid"
   * for pyramids): pixel revision, library and encoder. It changes when the same recipe might give other bytes.
   */
  stamps(): Readonly<Record<string, string>>;

  /** Names and versions of what makes pixels, for `doctor`. */
  versions(): Readonly<Record<string, string>>;
}
