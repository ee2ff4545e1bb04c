import type { EngineContext } from '../engines/engine.ts';
import type { MasterStat } from '../model/asset.ts';
import type { Job, JobResult } from '../model/jobs/job.ts';
import type { SourceFile } from '../model/place.ts';
import { isUntouched } from '../system/file-stat.ts';
import { checkResult } from './check-result.ts';
import type { Engines } from './engines.ts';
import { changed } from './failure.ts';
import { fetchJob } from './fetch-job.ts';
import { renderByEngine } from './render-by-engine.ts';
import { nameOf, type Ports, statSource } from './ports.ts';

/** The context that a worker renders with. */
export interface RenderPorts extends EngineContext {
  readonly engines: Engines;
  readonly ports: Ports;
}

async function checkFile(file: SourceFile, stat: MasterStat, ports: Ports): Promise<void> {
  if (!isUntouched(stat, await statSource(file, ports))) throw changed(nameOf(file, ports));
}

/** Throws SourceError (SOURCE_CHANGED, SOURCE_UNREADABLE) where a master is not the one that was planned with. */
async function checkMasters({ master, references = [] }: Job, ports: Ports): Promise<void> {
  await checkFile(master, master.stat, ports);
  for (const one of references) {
    if ('file' in one) await checkFile({ from: 'library', path: one.file }, one.stat, ports);
  }
}

/**
 * Makes a job's renditions in `scratch`, of the master as it was planned; what the engine answers is held to its contract.
 * Throws what the engine throws.
 */
export async function render(
  job: Job,
  scratch: string,
  { engines, ports, ...context }: RenderPorts,
): Promise<JobResult> {
  await checkMasters(job, ports);
  try {
    const local = await fetchJob(job, scratch, ports);
    return checkResult(job, await renderByEngine(local, scratch, { engines, ...context }));
  } finally {
    // First of all: what an engine says of a master that changed under its hands means nothing.
    await checkMasters(job, ports);
  }
}
