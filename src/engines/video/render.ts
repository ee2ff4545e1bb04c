import type { VideoFacts } from '../../model/asset.ts';
import type { Job, JobRendition, JobResult } from '../../model/job.ts';
import type { Means } from '../engine.ts';
import type { Bench } from './bench.ts';
import { renderEncodings, type EncodingOrder } from './encode.ts';
import { renderStills, type StillOrder } from './still.ts';
import { findTools, outdatedWarning } from './tools.ts';

const isEncoding = (order: JobRendition): order is EncodingOrder => order.recipe.kind === 'encoding';
const isStill = (order: JobRendition): order is StillOrder => order.recipe.kind === 'still';

/** One part of the work, and how much of its time it takes. */
interface Step {
  readonly weight: number;
  readonly run: (bench: Bench) => Promise<void>;
}

// A frame takes about as long as a hundredth of encoding a usual clip.
const ENCODING_WEIGHT = 100;

function stepsOf({ renditions }: Job): readonly Step[] {
  const encodings = renditions.filter(isEncoding);
  const stills = renditions.filter(isStill);
  return [
    { weight: encodings.length * ENCODING_WEIGHT, run: (bench: Bench) => renderEncodings(encodings, bench) },
    { weight: stills.length, run: (bench: Bench) => renderStills(stills, bench) },
  ].filter(({ weight }) => weight > 0);
}

/** Makes every rendition of a clip's job; see `Engine.render`. */
export async function renderClip(job: Job, facts: VideoFacts, scratch: string, means: Means): Promise<JobResult> {
  const tools = await findTools(means.programs);
  const made = { artefacts: [], failures: [], warnings: new Set<string>() };
  const steps = stepsOf(job);
  const all = steps.reduce((sum, { weight }) => sum + weight, 0);
  let done = 0;
  for (const { weight, run } of steps) {
    const onShare = (share: number): void => means.onShare((done + share * weight) / all);
    await run({ job, facts, tools, scratch, onShare, ...made });
    done += weight;
  }
  if (tools.outdated) made.warnings.add(outdatedWarning(tools));
  return { artefacts: made.artefacts, failures: made.failures, warnings: [...made.warnings], smartCrops: [] };
}
