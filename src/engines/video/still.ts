import { stat } from 'node:fs/promises';
import path from 'node:path';
import { secondsAt } from '../../model/recipe/video-geometry.ts';
import type { StillRecipe } from '../../model/recipe/video-recipe.ts';
import type { JobRendition } from '../../model/jobs/job.ts';
import { probeImage, renderImage } from '../image/engine.ts';
import { attempt } from '../attempt.ts';
import type { VideoContext } from './render-context.ts';
import { checkDecodes } from './encode.ts';
import { damaged, engineFailed } from './ffmpeg/ffmpeg-error.ts';
import { runFfmpeg } from './ffmpeg/ffmpeg.ts';
import { groundOf } from './ffmpeg/filters.ts';
import { framesArguments, type FrameOutput } from './ffmpeg/frame-arguments.ts';
import { findPosterTime } from './poster.ts';
import { stillVersion } from './encoder-versions.ts';

export type StillOrder = JobRendition & { readonly recipe: StillRecipe };

interface Shot extends FrameOutput {
  readonly order: StillOrder;
}

// A seek starts a process and decodes half of what lies between two key frames, about this much; one pass decodes all.
const SEEK_SECONDS = 3;

async function hasBytes(file: string): Promise<boolean> {
  return stat(file).then(
    ({ size }) => size > 0,
    () => false,
  );
}

/** Takes frames where they are; answers what ffmpeg said where it failed. */
async function shoot(
  frames: readonly FrameOutput[],
  { job, facts, tools, scratch }: VideoContext,
  seek: boolean,
): Promise<string | undefined> {
  const args = framesArguments(job.master.file, facts, frames, { seek });
  const means = { cwd: scratch, seconds: facts.durationSeconds, onShare: () => undefined };
  const { exitCode, stderr } = await runFfmpeg(tools, args, means);
  return exitCode === 0 ? undefined : stderr;
}

/**
 * The frame at a time, or where the file has none there, as at its end, an earlier one. Throws SourceError where no
 * picture can be decoded, EngineError where that is not why.
 */
async function shootAlone({ seconds, file }: FrameOutput, context: VideoContext): Promise<void> {
  let said: string | undefined;
  for (const earlier of [seconds, seconds - 1, seconds / 2, 0]) {
    if (earlier < 0) continue;
    said = await shoot([{ seconds: earlier, file }], context, context.facts.seekable !== false);
    if (await hasBytes(file)) return;
  }
  if (said === undefined) throw damaged('a clip without a picture that can be decoded');
  await checkDecodes(context);
  throw engineFailed(path.basename(file), said);
}

/** Takes every shot: all in one pass where that decodes less than seeking for each. The frames are the same. */
async function shootAll(shots: readonly Shot[], context: VideoContext): Promise<void> {
  const { facts, onShare } = context;
  const isShort = facts.durationSeconds <= SEEK_SECONDS * shots.length;
  if (isShort || facts.seekable === false) await shoot(shots, context, false);
  for (const [i, shot] of shots.entries()) {
    if (!(await hasBytes(shot.file))) await shootAlone(shot, context);
    onShare((i + 1) / shots.length);
  }
}

async function timeOf({ recipe }: StillOrder, context: VideoContext): Promise<number> {
  const { at, picture } = recipe;
  return at === null ? findPosterTime(context, groundOf(picture)) : secondsAt(at, context.facts.durationSeconds);
}

/** Takes a frame through the picture pipeline, as any other picture. */
async function develop({ order, file }: Shot, context: VideoContext): Promise<void> {
  const { job, scratch, tools, artefacts, failures } = context;
  const facts = await probeImage(file, 'image/png');
  const { name, role, extension, recipe } = order;
  const renditions = [{ name, role, extension, recipe: recipe.picture }];
  const made = await renderImage({ file, facts }, { ...job, facts, renditions }, { scratch });
  artefacts.push(...made.artefacts.map((artefact) => ({ ...artefact, engine: stillVersion(tools, extension) })));
  failures.push(...made.failures);
}

/** Makes the stills of a job. Throws SourceError where no picture can be decoded. */
export async function renderStills(orders: readonly StillOrder[], context: VideoContext): Promise<void> {
  const shots: Shot[] = [];
  for (const order of orders) {
    const file = path.join(context.scratch, `.${order.name}-frame.png`);
    shots.push({ order, seconds: await timeOf(order, context), file });
  }
  await shootAll(shots, context);
  for (const shot of shots) await attempt(context, shot.order.name, () => develop(shot, context));
}
