import type { VideoFacts } from '../../model/asset.ts';
import type { Job, JobRendition, JobResult } from '../../model/job.ts';
import type { Means } from '../engine.ts';
import { attempt, type Bench } from './bench.ts';
import { encodeUnits, type Unit } from './encode.ts';
import { planEncoding, type EncodingOrder } from './encoding.ts';
import { planStream, type StreamOrder } from './stream.ts';
import { renderStills, type StillOrder } from './still.ts';
import { findTools, outdatedWarning } from './tools.ts';

const isEncoding = (order: JobRendition): order is EncodingOrder => order.recipe.kind === 'encoding';
const isStream = (order: JobRendition): order is StreamOrder => order.recipe.kind === 'stream';
const isStill = (order: JobRendition): order is StillOrder => order.recipe.kind === 'still';

/** One part of the work, and how much of its time it takes. */
interface Step {
  readonly weight: number;
  readonly run: (bench: Bench) => Promise<void>;
}

// A frame takes about as long as a hundredth of encoding a usual clip.
const ENCODING_WEIGHT = 100;

/** Makes everything that is encoded, from one decode. */
async function renderEncodings(renditions: Job['renditions'], bench: Bench): Promise<void> {
  const units: Unit[] = [];
  for (const order of renditions) {
    const unit = await attempt(bench, order.name, async () => {
      if (isEncoding(order)) return planEncoding(order, bench);
      return isStream(order) ? planStream(order, bench) : undefined;
    });
    if (unit) units.push(unit);
  }
  await encodeUnits(units, bench);
}

function stepsOf({ renditions }: Job): readonly Step[] {
  const stills = renditions.filter(isStill);
  const encoded = renditions.length - stills.length;
  return [
    { weight: encoded * ENCODING_WEIGHT, run: (bench: Bench) => renderEncodings(renditions, bench) },
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
