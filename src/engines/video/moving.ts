import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { sum } from '../../base/sum.ts';
import type { ImageFacts } from '../../model/asset.ts';
import { containerOf } from '../../model/formats/codecs.ts';
import { EngineError, errorFrom, RenditionError } from '../../model/errors.ts';
import type { Artefact, JobRendition, JobResult, LocalJob } from '../../model/jobs/job.ts';
import { evenSize } from '../../model/recipe/video-geometry.ts';
import type { MovingRecipe } from '../../model/recipe/video-recipe.ts';
import { digestFile } from '../../system/digest.ts';
import { attempt } from '../attempt.ts';
import type { EngineContext } from '../engine.ts';
import { imageEngine, writeShownDelays } from '../image/engine.ts';
import { checkEncoding, holdingOf } from './check.ts';
import { chooseEncoder } from './encode.ts';
import { videoRenditionVersion } from './encoder-versions.ts';
import type { EncodeOutput } from './ffmpeg/encode-output.ts';
import { engineFailed } from './ffmpeg/ffmpeg-error.ts';
import { runFfmpeg } from './ffmpeg/ffmpeg.ts';
import { movingArguments, type MovingFrames } from './ffmpeg/moving-arguments.ts';
import { probeFile } from './probe/probe.ts';
import { findTools, outdatedWarning, type Tools } from './ffmpeg/tools.ts';
import { FFMPEG } from './render-context.ts';

type MovingOrder = JobRendition & { readonly recipe: MovingRecipe };

const isMoving = (order: JobRendition): order is MovingOrder => order.recipe.kind === 'moving';

/** The frames of a rendition, drawn and timed. */
interface DrawnFrames extends MovingFrames {
  readonly width: number;
  readonly height: number;
  readonly loop: number;
}

interface MovingContext {
  readonly job: LocalJob;
  readonly scratch: string;
  readonly tools: Tools;
  readonly means: EngineContext;
}

/** The picture engine's result for the frames of a rendition. Throws what it says of them, DmxErrors. */
async function drawFrames(order: MovingOrder, folder: string, { job, means }: MovingContext): Promise<DrawnFrames> {
  await mkdir(folder, { recursive: true });
  const { placeholders: _none, ...rest } = job;
  const rendition = { name: 'frames', role: 'preset', extension: 'png', recipe: order.recipe.picture } as const;
  const crop = order.crop === undefined ? {} : { crop: order.crop };
  const made = await imageEngine.render({ ...rest, renditions: [{ ...rendition, ...crop }] }, folder, means);
  const [drawn] = made.artefacts;
  const [failure] = made.failures;
  if (drawn === undefined) throw failure ? errorFrom(failure, job.asset) : new Error('expected frames, got none');
  const { delays, loop } = await writeShownDelays(drawn.file);
  return { file: drawn.file, width: drawn.width, height: drawn.height, delays, loop };
}

/** Milliseconds by which the last frame may be shown longer or shorter than in its master, by an ffmpeg that tells times. */
const MOST_OFF = 20;

function outputOf(order: MovingOrder, drawn: DrawnFrames, { scratch, tools }: MovingContext): EncodeOutput {
  const { codec, crf, keyframe, threads } = order.recipe.encoding;
  const plain = { keepAspectRatio: true, constantBitrate: false, twoPass: false, through: [] } as const;
  const picture = { ...plain, codec, crf, keyframe, threads };
  const container = containerOf(codec, null);
  // As its time stamps count: a rate of its own it has none.
  const pixels = { rate: [1000, 1], through: [], size: evenSize(drawn) } as const;
  const file = path.join(scratch, `moving-${order.name.replaceAll(/[^\w.]/g, '-')}`);
  const encoder = chooseEncoder(picture, tools);
  return { file, path: pixels, picture, encoder, sound: null, container, segmented: false };
}

/** Throws RenditionError where a clip has not all frames, or lasts another time than they. */
async function checkTimes(output: EncodeOutput, { delays }: DrawnFrames, { tools }: MovingContext): Promise<void> {
  const answer = await probeFile(tools.ffprobe, output.file, { countPackets: true });
  const frames = checkEncoding(holdingOf(answer), output, { hasSound: false }) * output.path.rate[0];
  const [wanted, got] = [sum(delays), Math.round(1000 * Number(answer.format?.duration ?? 0))];
  if (frames === delays.length && (!tools.times || Math.abs(wanted - got) <= MOST_OFF)) return;
  const expected = `expected ${delays.length} frames in ${wanted} ms`;
  throw new RenditionError('RENDITION_NOT_AS_PLANNED', `${expected}, got ${frames} in ${got} ms`, {
    hint: 'Please report this with the master: it is a bug in dmx or in this ffmpeg.',
  });
}

async function encode(order: MovingOrder, drawn: DrawnFrames, context: MovingContext): Promise<Artefact> {
  const { scratch, tools, means } = context;
  const output = outputOf(order, drawn, context);
  const { exitCode, stderr } = await runFfmpeg(tools, movingArguments(drawn, output, tools), {
    ...{ cwd: scratch, seconds: sum(drawn.delays) / 1000, onShare: means.onShare },
  });
  if (exitCode !== 0) throw engineFailed(order.name, stderr);
  await checkTimes(output, drawn, context);
  const { file, container, path: pixels } = output;
  const [sha256, { size: bytes }] = await Promise.all([digestFile(file), stat(file)]);
  const engine = videoRenditionVersion(tools, order);
  return { name: order.name, file, mime: container.mime, ...pixels.size, bytes, sha256, engine };
}

/** The things that a clip has otherwise than its master. */
function changesOf({ alpha }: ImageFacts, { loop }: DrawnFrames): readonly string[] {
  return [
    ...(alpha ? ['clips hold no transparency: where frames are clear, the background shows'] : []),
    ...(loop > 0
      ? [`its master is played ${loop === 1 ? 'once' : `${loop} times`}; pages play its clips for ever`]
      : []),
  ];
}

function notMoving({ mime }: ImageFacts): EngineError {
  return new EngineError('ENGINE_FAILED', `expected a clip for the video engine, got ${mime}`, {
    hint: 'Please report this: it is a bug in dmx.',
  });
}

/** Makes the silent clips of a picture that moves: each rendition's frames are drawn once for all of its clips. */
export async function renderMoving(
  job: LocalJob,
  facts: ImageFacts,
  scratch: string,
  means: EngineContext,
): Promise<JobResult> {
  if (job.renditions.length === 0 || !job.renditions.every(isMoving)) throw notMoving(facts);
  const tools = await findTools(means.programs);
  const context: MovingContext = { job, scratch, tools, means };
  const failures: JobResult['failures'][number][] = [];
  const artefacts: Artefact[] = [];
  const warnings = new Set<string>(tools.outdated ? [outdatedWarning(tools)] : []);
  const drawn = new Map<string, Promise<DrawnFrames>>();
  for (const order of job.renditions.filter(isMoving)) {
    await attempt({ maker: FFMPEG, scratch, failures }, order.name, async () => {
      const key = JSON.stringify(order.recipe.picture);
      const frames = drawn.get(key) ?? drawFrames(order, path.join(scratch, `moving-${drawn.size}`), context);
      drawn.set(key, frames);
      artefacts.push(await encode(order, await frames, context));
      for (const change of changesOf(facts, await frames)) warnings.add(change);
    });
  }
  return { artefacts, failures, warnings: [...warnings], smartCrops: [] };
}
