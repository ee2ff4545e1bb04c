import type { EngineContext } from '../engines/engine.ts';
import type { Job, JobResult } from '../model/job.ts';
import { checkResult } from './check-result.ts';
import type { Engines } from './engines.ts';
import { changed, unreadable } from './failure.ts';
import { isUntouched, readMasterStat } from './master-stat.ts';

async function checkFile({ file, stat }: Pick<Job['master'], 'file' | 'stat'>): Promise<void> {
  const now = await readMasterStat(file).catch((error: unknown) => {
    throw unreadable(error, file);
  });
  if (!isUntouched(stat, now)) throw changed(file);
}

/** Throws SourceError where what is read is not what was planned with: SOURCE_CHANGED, SOURCE_UNREADABLE. */
async function checkMasters({ master, references = [] }: Job): Promise<void> {
  await checkFile(master);
  for (const one of references) if ('file' in one) await checkFile(one);
}

/**
 * Makes a job's renditions in `scratch`, of the master as it was planned; what the engine answers is held to its contract.
 * Throws what the engine throws.
 */
export async function render(job: Job, scratch: string, engines: Engines, means: EngineContext): Promise<JobResult> {
  await checkMasters(job);
  try {
    return checkResult(job, await engines[job.facts.kind].render(job, scratch, means));
  } finally {
    // First of all: what an engine says of a master that changed under its hands means nothing.
    await checkMasters(job);
  }
}
