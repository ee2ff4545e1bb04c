import { printBytes } from '../base/bytes.ts';
import type { Facts, MasterStat } from '../model/asset.ts';
import { type ErrorData, SourceError, toErrorData } from '../model/errors.ts';
import type { Emit } from '../model/run/event.ts';
import type { Job } from '../model/jobs/job.ts';
import type { Outcome } from '../model/jobs/outcome.ts';
import type { Work } from '../model/jobs/work.ts';
import { type Crew, drawnBytes, enter, wholeBytes } from './crew.ts';
import { type Retry, retry } from './retry.ts';
import type { Scratch } from './scratch.ts';

/** The way in which a job is to be done. */
export interface JobTerms {
  /** The work that a job is estimated to be. */
  readonly weigh: (job: Job) => Work;
  /** Seconds that an attempt may take. */
  readonly limitSeconds: (job: Job) => number;
  readonly scratch: Scratch;
  /**
   * Plans a job again for a master that changed, or gives the reason why it cannot be done. Absent: the same renditions
   * are made.
   */
  readonly revise?: (job: Job, changed: Changed) => Promise<Job | ErrorData>;
  /** Aborted: the job is not started any more; one in hand is finished. */
  readonly signal: AbortSignal;
  /** Aborted: a job in hand is ended at once, with its worker. */
  readonly kill?: AbortSignal;
  readonly emit: Emit;
}

/** A changed master of the same kind, read again without errors. */
export interface Changed {
  readonly stat: MasterStat;
  readonly sha256: string;
  readonly mime: string;
  readonly facts: Facts;
}

/** Both are told as `memory` counts: the whole process tree. */
function tooLarge(job: Job, crew: Crew): ErrorData {
  const whole = [drawnBytes(job, crew), crew.admission.capacityBytes].map((bytes) => bytes + crew.idle.mainBytes);
  const [need, cap] = whole.map((bytes) => printBytes(bytes, { binary: true }));
  const hint = 'Give the run more `memory`, or make the master smaller.';
  const message = `expected a master that can be worked on in ${cap}, got one that needs ${need}`;
  return new SourceError('SOURCE_TOO_LARGE', message, { place: job.asset, hint }).toData();
}

/** The same renditions of the master as it is now. */
async function reread(job: Job, { sha256, stat, facts }: Changed): Promise<Job> {
  return { ...job, master: { ...job.master, stat, sha256 }, facts };
}

/** The next run judges a file that is no picture any more; this one only knows that it changed. */
function replacedMaster({ asset }: Job): ErrorData {
  const hint = 'Run the same command again: it takes the file for what it is now.';
  const message = 'expected a master that stays what it is while it is read, got one that became something else';
  return new SourceError('SOURCE_CHANGED', message, { place: asset, hint }).toData();
}

const isError = (value: Job | ErrorData): value is ErrorData => 'code' in value;

/** Reports how far a job is, a hundred times at most. */
function reportShare({ asset }: Job, emit: Emit): (share: number) => void {
  let reported = 0;
  return (share) => {
    if (share < reported + 0.01) return;
    reported = share;
    emit({ type: 'job-progress', asset, share: Math.round(share * 1000) / 1000 });
  };
}

/** One attempt at a job within `memoryBytes`. */
async function attempt(job: Job, memoryBytes: number, { pool, admission }: Crew, terms: JobTerms): Promise<Outcome> {
  const { limitSeconds, kill, emit } = terms;
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  try {
    const scratch = await terms.scratch.make(job.asset);
    // After the folder was made all jobs of its batch have asked for their places.
    const { cores } = admission;
    const allowance = { timeoutSeconds: limitSeconds(job), memoryBytes, cores, ...(kill && { signal: kill }) };
    const rendered = await pool.render(job, scratch, allowance, reportShare(job, emit));
    if (rendered.result) return { job, ...rendered, scratch, seconds: elapsed() };
    await terms.scratch.drop(scratch);
    return { job, ...rendered, seconds: elapsed() };
  } catch (error) {
    return { job, error: toErrorData(error), seconds: elapsed() };
  }
}

async function first(job: Job, crew: Crew, terms: JobTerms): Promise<Outcome | undefined> {
  const { asset, renditions, memoryBytes } = job;
  const pass = await enter(drawnBytes(job, crew), crew, terms.signal);
  if (pass === undefined) return undefined;
  try {
    terms.emit({
      ...{ type: 'job-started', asset, renditions: renditions.length, memoryBytes },
      work: terms.weigh(job),
    });
    return await attempt(job, memoryBytes, crew, terms);
  } finally {
    pass.leave();
  }
}

/** The job for its master as it is now. */
async function revised(job: Job, crew: Crew, { limitSeconds, revise = reread, kill }: JobTerms) {
  const memoryBytes = wholeBytes(crew);
  const allowance = { timeoutSeconds: limitSeconds(job), memoryBytes, ...(kill && { signal: kill }) };
  const { sha256, mime, stat, facts, error } = await crew.pool.examine(job.master, allowance);
  if (error) return error;
  if (mime === null || stat === undefined || facts?.kind !== job.facts.kind) return replacedMaster(job);
  const again = await revise(job, { sha256, mime, stat, facts });
  return isError(again) || again.memoryBytes <= memoryBytes ? again : tooLarge(again, crew);
}

/** The second attempt, when nothing else runs: it draws the whole budget. */
async function second(
  { job, error }: { readonly job: Job; readonly error: ErrorData },
  how: Retry,
  crew: Crew,
  terms: JobTerms,
): Promise<Outcome | undefined> {
  const pass = await enter(crew.admission.capacityBytes, crew, terms.signal);
  if (pass === undefined) return undefined;
  try {
    const message = `${error.message}; it is tried once more`;
    terms.emit({ type: 'notice', level: 'info', message, hint: '', asset: job.asset });
    const again = how === 'reread' ? await revised(job, crew, terms) : job;
    if (isError(again)) return { job, error: again, seconds: 0 };
    return await attempt(again, wholeBytes(crew), crew, terms);
  } finally {
    pass.leave();
  }
}

/**
 * Does one job as soon as there are a place and memory for it, and once more by itself where it met a dying worker or a
 * changing master. Failures are outcomes. Answers undefined where it was not started, or ended by us.
 */
export async function doJob(job: Job, crew: Crew, terms: JobTerms): Promise<Outcome | undefined> {
  if (drawnBytes(job, crew) > crew.admission.capacityBytes) return { job, error: tooLarge(job, crew), seconds: 0 };
  const once = await first(job, crew, terms);
  const how = once?.error && retry(once.error);
  const outcome = once?.error && how ? await second({ job, error: once.error }, how, crew, terms) : once;
  return outcome?.error?.code === 'CANCELLED' ? undefined : outcome;
}
