import { errorFrom, isOfAll } from '../../model/errors.ts';
import type { Outcome } from '../../model/jobs/outcome.ts';
import { limitJob } from '../../plan/estimate/admit.ts';
import { estimateWork } from '../../plan/estimate/job-time.ts';
import { schedule } from '../../schedule/schedule.ts';
import { scratchIn } from '../../schedule/scratch.ts';
import { dropScratch, scratchFolder } from '../../system/scratch.ts';
import type { PlannedAsset } from '../planning/candidate.ts';
import { refuseMissingLibrary, type Project } from '../project/project.ts';
import { OpenBatches } from './open-batches.ts';
import { Recorder } from './recorder.ts';
import type { WorkOptions } from './work-options.ts';

/**
 * Works on batch after batch: plans each once more, makes what is to be made, stores and records it as it comes. What is
 * finished of batches that cannot be ended is recorded too. Throws what ends a run: StorageError, CatalogError,
 * EngineError, UsageError.
 */
export async function processBatches(
  batches: readonly (readonly PlannedAsset[])[],
  options: WorkOptions,
): Promise<void> {
  const { pool, budget, idle, concurrency, settings, stop, emit, project, scouts } = options;
  const folder = scratchFolder(project.output);
  const broken = new AbortController();
  const recorder = new Recorder({
    ...options,
    onRecorded: () => {
      options.onRecorded();
      open.tellRecorded();
    },
    onFailure: (error) => {
      broken.abort(error);
      void pool.close();
    },
  });
  const open = new OpenBatches(options, recorder);
  const outcomes = schedule({
    ...{ batches: open.begin(batches), pool, budget, idle, concurrency, emit, scratch: scratchIn(folder) },
    limitSeconds: (job) => limitJob(job, settings.timeoutSeconds),
    weigh: estimateWork,
    isFirst: ({ asset }) => scouts.has(asset),
    revise: (job, changed) => open.revise(job, changed),
    signal: AbortSignal.any([stop.signal, broken.signal]),
  });
  try {
    for await (const outcome of outcomes) {
      refuseBroken(outcome, project);
      await open.settle(outcome);
    }
    broken.signal.throwIfAborted();
    await open.planned();
    await recorder.end();
  } catch (error) {
    // Work in hand gives its room to the records of what was stored: the disk may be full.
    await pool.close();
    await dropScratch(folder).catch(() => undefined);
    // The first failure is the one to tell.
    await open.planned();
    await recorder.end().catch(() => undefined);
    throw error;
  }
}

/**
 * Throws where a job failed for a reason that is not its master's and that every other would meet: an output that takes
 * nothing more (StorageError), workers that do not start (EngineError), a library that is not there any more (UsageError).
 * Nothing is recorded of it.
 */
function refuseBroken({ error, result }: Outcome, { library }: Project): void {
  const errors = [...(error ? [error] : []), ...(result?.failures ?? [])];
  const broken = errors.find(isOfAll);
  if (broken !== undefined) throw errorFrom(broken);
  if (errors.some(({ code }) => code === 'SOURCE_UNREADABLE')) refuseMissingLibrary(library);
}
