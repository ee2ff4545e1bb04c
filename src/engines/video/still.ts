import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { VideoFacts } from '../../model/asset.ts';
import { pictureEnd, secondsAt } from '../../model/recipe/video-geometry.ts';
import type { StillRecipe } from '../../model/recipe/video-recipe.ts';
import type { JobRendition } from '../../model/jobs/job.ts';
import { probeImage, renderImage } from '../image/engine.ts';
import { attempt } from '../attempt.ts';
import type { VideoContext } from './render-context.ts';
import { checkDecodes } from './check-decodes.ts';
import { damaged, engineFailed } from './ffmpeg/ffmpeg-error.ts';
import { runFfmpeg } from './ffmpeg/ffmpeg.ts';
import { groundOf, wholeFrames } from './ffmpeg/filters.ts';
import { framesArguments } from './ffmpeg/frame-arguments.ts';
import type { FrameOutput, PosterScanOutput } from './ffmpeg/frame-graph.ts';
import { findPosterTime, posterScanOutput } from './poster.ts';
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

/** Extracts frames at given times; returns ffmpeg's stderr where that failed. */
async function shoot(
  frames: readonly FrameOutput[],
  { job, facts, tools, scratch }: VideoContext,
  { seek }: { readonly seek: boolean },
): Promise<string | undefined> {
  const args = framesArguments(job.master.file, facts, frames, { seek });
  const means = { cwd: scratch, seconds: facts.durationSeconds, onShare: () => undefined };
  const { exitCode, stderr } = await runFfmpeg(tools, args, means);
  return exitCode === 0 ? undefined : stderr;
}

/** Times at which a frame is looked for: that which is asked, the last picture's, and earlier ones. */
function timesToTry(asked: number, facts: VideoFacts): readonly number[] {
  const [frames, seconds] = facts.frameRate;
  const last = Math.min(asked, pictureEnd(facts) - seconds / frames);
  return [...new Set([asked, last, last - 1, last / 2, 0])].filter((time) => time >= 0);
}

/**
 * The frame at a time, or where the file has none there, as at its end, an earlier one. Throws SourceError where no
 * picture can be decoded, EngineError where that is not why.
 */
async function shootAlone({ seconds, file }: FrameOutput, context: VideoContext): Promise<void> {
  let said: string | undefined;
  for (const time of timesToTry(seconds, context.facts)) {
    said = await shoot([{ seconds: time, file }], context, { seek: context.facts.seekable !== false });
    if (await hasBytes(file)) return;
  }
  if (said === undefined) throw damaged('a clip without a picture that can be decoded');
  await checkDecodes(context);
  throw engineFailed(path.basename(file), said);
}

/** Takes every shot that is not there: all in one pass where that decodes less than seeking for each. The frames are the same. */
async function shootAll(shots: readonly Shot[], context: VideoContext): Promise<void> {
  const { facts, onShare } = context;
  const there = await Promise.all(shots.map(({ file }) => hasBytes(file)));
  const missing = shots.filter((_shot, i) => there[i] === false);
  const isShort = facts.durationSeconds <= SEEK_SECONDS * missing.length;
  if (missing.length > 0 && (isShort || facts.seekable === false)) await shoot(missing, context, { seek: false });
  for (const [i, shot] of missing.entries()) {
    if (!(await hasBytes(shot.file))) await shootAlone(shot, context);
    onShare((i + 1) / missing.length);
  }
}

const shotFile = ({ name }: StillOrder, scratch: string): string => path.join(scratch, `.${name}-frame.png`);

async function timeOf({ recipe }: StillOrder, context: VideoContext): Promise<number> {
  const { at, picture } = recipe;
  return at === null ? findPosterTime(groundOf(picture), context) : secondsAt(at, context.facts.durationSeconds);
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

// A file may end a moment before it says, and an output without a frame is an error of the program.
const SURE_SECONDS = 1;

/**
 * The stills of a job. Their frames are taken as an encoder's process decodes the clip, where there is one, and whatever is
 * missing then out of the master.
 */
export class Stills {
  readonly #orders: readonly StillOrder[];
  #making: Promise<void> | undefined;

  constructor(orders: readonly StillOrder[]) {
    this.#orders = orders;
  }

  /** The frames that a process which decodes all of the clip is to take. */
  wanted({ facts, tools, steady, scratch }: VideoContext): {
    readonly frames: FrameOutput[];
    readonly scans: PosterScanOutput[];
  } {
    // Fields are woven and sizes fitted for all frames, and a sound of a file of its own is read when all pictures have begun.
    const isPlain = wholeFrames(facts).length === 0 && steady.size === 0;
    if (this.#making !== undefined || tools.outdated || !isPlain) return { frames: [], scans: [] };
    const end = pictureEnd(facts) - SURE_SECONDS;
    const frames = this.#orders.flatMap((order) => {
      const { at } = order.recipe;
      const seconds = at === null ? end : secondsAt(at, facts.durationSeconds);
      return seconds < end ? [{ seconds, file: shotFile(order, scratch) }] : [];
    });
    return { frames, scans: this.#backgrounds().map((background) => posterScanOutput(background, { scratch })) };
  }

  /** Tells whether an encoding process should extract any stills. */
  takes(context: VideoContext): boolean {
    const { frames, scans } = this.wanted(context);
    return frames.length + scans.length > 0;
  }

  /** Removes what a process that failed has left of frames. */
  async drop(context: VideoContext): Promise<void> {
    const { frames, scans } = this.wanted(context);
    for (const { file } of [...frames, ...scans]) await rm(file, { force: true });
  }

  /** Makes them, once. Throws SourceError where no picture can be decoded. */
  make(context: VideoContext): Promise<void> {
    this.#making ??= this.#makeAll(context);
    return this.#making;
  }

  async #makeAll(context: VideoContext): Promise<void> {
    const shots: Shot[] = [];
    for (const order of this.#orders) {
      shots.push({ order, seconds: await timeOf(order, context), file: shotFile(order, context.scratch) });
    }
    await shootAll(shots, context);
    for (const shot of shots) await attempt(context, shot.order.name, () => develop(shot, context));
  }

  /** Background colours for which the best frame is searched. */
  #backgrounds(): readonly string[] {
    return [
      ...new Set(this.#orders.filter(({ recipe }) => recipe.at === null).map(({ recipe }) => groundOf(recipe.picture))),
    ];
  }
}
