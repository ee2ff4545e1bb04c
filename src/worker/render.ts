import type { Means } from '../engines/engine.ts';
import type { Job, JobResult } from '../model/job.ts';
import type { Engines } from './engines.ts';
import { changed, unreadable } from './failure.ts';
import { isUntouched, readMasterStat } from './master-stat.ts';

/** Throws SourceError where the master is not what was planned with: SOURCE_CHANGED, SOURCE_UNREADABLE. */
async function checkMaster({ master: { file, stat } }: Job): Promise<void> {
  const now = await readMasterStat(file).catch((error: unknown) => {
    throw unreadable(error, file);
  });
  if (!isUntouched(stat, now)) throw changed(file);
}

/** Makes a job's renditions in `scratch`, of the master as it was planned. Throws what the engine throws. */
export async function render(job: Job, scratch: string, engines: Engines, means: Means): Promise<JobResult> {
  await checkMaster(job);
  try {
    return await engines[job.facts.kind].render(job, scratch, means);
  } finally {
    // First of all: what an engine says of a master that changed under its hands means nothing.
    await checkMaster(job);
  }
}
