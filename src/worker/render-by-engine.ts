import type { EngineContext } from '../engines/engine.ts';
import { DmxError, SourceError, StorageError } from '../model/errors.ts';
import type { JobResult, LocalJob } from '../model/jobs/job.ts';
import type { Engines } from './engines.ts';

const isMoving = ({ recipe }: LocalJob['renditions'][number]): boolean => recipe.kind === 'moving';

const NOTHING: JobResult = { artefacts: [], failures: [], warnings: [], smartCrops: [] };

/**
 * Clips of a picture that moves, by the engine of clips. Where that is not there, or fails as a whole, they fail and the pictures
 * stand. Throws SourceError, StorageError.
 */
async function renderClips(
  job: LocalJob,
  scratch: string,
  { engines, ...context }: EngineContext & { readonly engines: Engines },
): Promise<JobResult> {
  try {
    return await engines.video.render(job, scratch, context);
  } catch (error) {
    if (!(error instanceof DmxError) || error instanceof SourceError || error instanceof StorageError) throw error;
    const failures = job.renditions.map(({ name }) => error.toData(name));
    return { ...NOTHING, failures };
  }
}

/** Makes a job's renditions by the engine of its master's kind, and clips of a picture that moves by that of clips. */
export async function renderByEngine(
  job: LocalJob,
  scratch: string,
  { engines, ...context }: EngineContext & { readonly engines: Engines },
): Promise<JobResult> {
  const own = engines[job.facts.kind];
  const clips = job.renditions.filter(isMoving);
  if (clips.length === 0) return own.render(job, scratch, context);
  const renditions = job.renditions.filter((one) => !isMoving(one));
  const isIdle = renditions.length === 0 && job.placeholders === undefined;
  const pictures = isIdle ? NOTHING : await own.render({ ...job, renditions }, scratch, context);
  const { analysis = job.analysis } = pictures;
  const { placeholders: _made, ...rest } = job;
  const beside = { ...rest, ...(analysis && { analysis }), renditions: clips };
  const moving = await renderClips(beside, scratch, { engines, ...context });
  return {
    ...pictures,
    artefacts: [...pictures.artefacts, ...moving.artefacts],
    failures: [...pictures.failures, ...moving.failures],
    warnings: [...pictures.warnings, ...moving.warnings],
  };
}
