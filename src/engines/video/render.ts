import { present } from '../../base/present.ts';
import type { VideoFacts } from '../../model/asset.ts';
import { masterDamage } from '../../model/jobs/damage.ts';
import type { LocalJob, JobRendition, JobResult } from '../../model/jobs/job.ts';
import type { SmartCropRecord } from '../../model/rendition.ts';
import type { EngineContext } from '../engine.ts';
import { attempt } from '../attempt.ts';
import { FFMPEG, type VideoContext, type TrackFile } from './render-context.ts';
import { encodeUnits, type Unit } from './encode.ts';
import { planEncoding, type EncodingOrder } from './encoding.ts';
import { planSprite, type SpriteOrder } from './sprite.ts';
import { findPaths, hasSmartCrops } from './smart-crop/find-paths.ts';
import { planStream, type StreamOrder } from './packaging/package.ts';
import { Stills, type StillOrder } from './still.ts';
import { findTools, outdatedWarning } from './ffmpeg/tools.ts';
import { finishTrack, makeTracks, type TrackOrder } from './captions/tracks.ts';

const isEncoding = (order: JobRendition): order is EncodingOrder => order.recipe.kind === 'encoding';
const isStream = (order: JobRendition): order is StreamOrder => order.recipe.kind === 'stream';
const isSprite = (order: JobRendition): order is SpriteOrder => order.recipe.kind === 'sprite';
const isStill = (order: JobRendition): order is StillOrder => order.recipe.kind === 'still';

const isTrack = (order: JobRendition): order is TrackOrder => order.recipe.kind === 'track';

/** One part of the work, and how much of its time it takes. */
interface Step {
  readonly weight: number;
  readonly run: (context: VideoContext) => Promise<void>;
}

// A frame takes about as long as a hundredth of encoding a usual clip.
const ENCODING_WEIGHT = 100;

// Detectors take about as long for a second as an encoder.
const LOOKING_WEIGHT = 100;

/** Makes captions, chapters and other sounds: sets list them, so they come first. */
async function renderTracks(orders: readonly TrackOrder[], context: VideoContext): Promise<void> {
  await makeTracks(context);
  for (const order of orders) await attempt(context, order.name, () => finishTrack(order, context));
}

/** Makes everything that is encoded, from one decode, of which frames for stills are taken, too. */
async function renderEncodings(
  renditions: LocalJob['renditions'],
  stills: Stills,
  context: VideoContext,
): Promise<void> {
  const units: Unit[] = [];
  for (const order of renditions) {
    const unit = await attempt(context, order.name, async () => {
      if (isEncoding(order)) return planEncoding(order, context);
      if (isSprite(order)) return planSprite(order, context);
      return isStream(order) ? planStream(order, context) : undefined;
    });
    if (unit) units.push(unit);
  }
  await encodeUnits(units, stills, context);
}

function stepsOf(job: LocalJob): readonly Step[] {
  const { renditions } = job;
  const [shown, tracks] = [renditions.filter(isStill), renditions.filter(isTrack)];
  const encoded = renditions.length - shown.length - tracks.length;
  const stills = new Stills(shown);
  return [
    { weight: hasSmartCrops(job) ? LOOKING_WEIGHT : 0, run: findPaths },
    { weight: tracks.length + encoded, run: (context: VideoContext) => renderTracks(tracks, context) },
    { weight: encoded * ENCODING_WEIGHT, run: (context: VideoContext) => renderEncodings(renditions, stills, context) },
    { weight: shown.length, run: (context: VideoContext) => stills.make(context) },
  ].filter(({ weight }) => weight > 0);
}

/** Makes every rendition of a clip's job; see `Engine.render`. */
export async function renderVideo(
  job: LocalJob,
  facts: VideoFacts,
  scratch: string,
  means: EngineContext,
): Promise<JobResult> {
  const tools = await findTools(means.programs);
  const made = {
    ...{
      maker: FFMPEG,
      artefacts: [],
      failures: [],
      warnings: new Set<string>(),
      damage: new Set<string>(),
      absent: new Set<string>(),
      tracks: new Map<string, TrackFile>(),
      steady: new Map<number, string>(),
    },
    ...{ crops: new Map<string, SmartCropRecord>(), found: {} as VideoContext['found'] },
  };
  const steps = stepsOf(job);
  const all = steps.reduce((sum, { weight }) => sum + weight, 0);
  let done = 0;
  for (const { weight, run } of steps) {
    const onShare = (share: number): void => means.onShare((done + share * weight) / all);
    await run({ job, facts, tools, limits: means.limits, cores: means.cores, scratch, onShare, ...made });
    done += weight;
  }
  if (tools.outdated) made.warnings.add(outdatedWarning(tools));
  const { artefacts, failures, absent, warnings, crops, found } = made;
  const damage = made.damage.size === 0 ? undefined : [...made.damage].join('; ');
  if (damage !== undefined) warnings.add(masterDamage(damage));
  const left = absent.size === 0 ? {} : { absent: [...absent] };
  return {
    artefacts,
    failures,
    ...left,
    warnings: [...warnings],
    smartCrops: [...crops.values()],
    ...found,
    ...present({ damage }),
  };
}
