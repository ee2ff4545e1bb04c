import { stat } from 'node:fs/promises';
import path from 'node:path';
import { containerOf, SOUND_CODECS, VIDEO_CODECS } from '../../model/codecs.ts';
import type { EncodingRecipe, PictureEncoding, SoundEncoding } from '../../model/clip-recipe.ts';
import { EngineError, RenditionError } from '../../model/errors.ts';
import type { JobRendition } from '../../model/job.ts';
import { digestFile } from '../../system/digest.ts';
import { encodeArguments, masterInput, QUIET, type EncodeOutput } from './arguments.ts';
import { attempt, type Bench } from './bench.ts';
import { checkEncoding } from './check.ts';
import { clipError, damaged, engineFailed, lastWords } from './clip-error.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { pixelPath } from './filters.ts';
import { probeFile } from './probe.ts';
import { clipStamp } from './stamps.ts';
import type { Tools } from './tools.ts';

/** A rendition that is to be encoded. */
export type EncodingOrder = JobRendition & { readonly recipe: EncodingRecipe };

/** An order with the file it becomes. */
export interface Work {
  readonly name: string;
  readonly output: EncodeOutput;
}

function missingEncoder(label: string, names: readonly string[]): EngineError {
  return new EngineError('ENGINE_MISSING', `expected an ffmpeg that writes ${label} (${names.join(', ')}), got none`, {
    hint: 'Install an ffmpeg that has it (`dmx doctor` lists what yours writes), or choose another codec.',
  });
}

/** The first encoder of a codec that this ffmpeg has. Throws EngineError (ENGINE_MISSING). */
function chooseEncoder({ codec }: PictureEncoding, { encoders }: Tools): string {
  const { label, encoders: names } = VIDEO_CODECS[codec];
  const name = names.find((one) => encoders.has(one));
  if (name === undefined) throw missingEncoder(label, names);
  return name;
}

/** Throws EngineError (ENGINE_MISSING) where this ffmpeg cannot write the sound that is asked for. */
function checkSoundEncoder(sound: SoundEncoding | null, { encoders }: Tools): void {
  if (sound === null) return;
  const { label, encoders: names } = SOUND_CODECS[sound.codec];
  if (!names.some((one) => encoders.has(one))) throw missingEncoder(label, names);
}

async function planWork(order: EncodingOrder, { tools, facts, scratch }: Bench): Promise<Work> {
  const { picture, sound } = order.recipe;
  checkSoundEncoder(sound, tools);
  const file = path.join(scratch, `${order.name}.${order.extension}`);
  const encoder = chooseEncoder(picture, tools);
  const container = containerOf(picture.codec, sound);
  const output = { file, path: pixelPath(picture, facts), picture, encoder, sound, container, segmented: false };
  return { name: order.name, output };
}

const outputsOf = (works: readonly Work[]): readonly EncodeOutput[] => works.map(({ output }) => output);

// What SVT-AV1 calls two passes ffmpeg does not hand on.
const ONE_PASS_ONLY = new Set(['libsvtav1']);

/** Both passes of what asks for two; what asks for one is written beside the second. */
function passesOf(works: readonly Work[]): readonly (readonly Work[])[] {
  const twice = ({ output }: Work): boolean => output.picture.twoPass && !ONE_PASS_ONLY.has(output.encoder);
  const inPass = (work: Work, pass: 1 | 2): Work => ({
    ...work,
    output: { ...work.output, pass, stats: `pass-${work.name}` },
  });
  const first = works.filter(twice).map((work) => inPass(work, 1));
  const second = works.map((work) => (twice(work) ? inPass(work, 2) : work));
  return first.length > 0 ? [first, second] : [second];
}

/** All passes over the same works; what ffmpeg said of damage in the master. Throws EngineError where one fails. */
async function runPasses(works: readonly Work[], bench: Bench): Promise<string> {
  const { job, facts, tools, scratch, onShare } = bench;
  const passes = passesOf(works);
  let said = '';
  for (const [i, pass] of passes.entries()) {
    const { exitCode, stderr } = await runFfmpeg(tools, encodeArguments(job.master.file, facts, outputsOf(pass)), {
      cwd: scratch,
      seconds: facts.durationSeconds,
      onShare: (share) => onShare((i + share) / passes.length),
    });
    if (exitCode !== 0) throw engineFailed(pass.map(({ name }) => name).join(', '), stderr);
    said = stderr;
  }
  return said;
}

// Enough to meet a first picture, wherever it is.
const TRY_SECONDS = '30';

/** Throws SourceError where no picture of the master can be decoded: then nobody else is to blame. */
async function checkDecodes({ job, facts, tools, scratch }: Bench): Promise<void> {
  const args = [...QUIET, ...masterInput(job.master.file), '-map', `0:${facts.stream}`];
  const { exitCode, stdout, stderr } = await runFfmpeg(tools, [...args, '-t', TRY_SECONDS, '-f', 'null', '-'], {
    ...{ cwd: scratch, seconds: facts.durationSeconds, onShare: () => undefined },
  });
  const frames = [...stdout.matchAll(/^frame=(\d+)/gm)].at(-1)?.[1];
  if (exitCode === 0 && Number(frames) > 0) return;
  throw stderr === '' ? damaged('a clip without a picture that can be decoded') : clipError(stderr);
}

/**
 * Encodes all works in one process a pass. Where that fails and the master is not to blame, each is tried alone, so that
 * one does not take the others with it. Answers those that were written. Throws SourceError.
 */
async function encodeAll(works: readonly Work[], bench: Bench): Promise<readonly Work[]> {
  try {
    noteDamage(await runPasses(works, bench), bench);
    return works;
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'ENGINE_FAILED') throw error;
    await checkDecodes(bench);
    const written: Work[] = [];
    for (const work of works) {
      const made = await attempt(bench, work.name, async () => {
        if (works.length === 1) throw error;
        await runPasses([work], bench);
        return work;
      });
      if (made) written.push(made);
    }
    return written;
  }
}

function noteDamage(said: string, { warnings }: Bench): void {
  if (said !== '') warnings.add(`the master is damaged in parts, which were left as they came: ${lastWords(said)}`);
}

// Less than half of what the file claims to hold is no clip that anybody wants; a little less is how many files end.
const LEAST_SHARE = 0.5;
const USUAL_LOSS_SECONDS = 0.5;
const USUAL_LOSS_SHARE = 0.05;

/** Throws SourceError where most of the clip could not be decoded, and warns where some of it could not. */
function judgeLength(pictureSeconds: number, { facts, warnings }: Bench): void {
  const expected = Math.min(facts.pictureSeconds ?? facts.durationSeconds, facts.durationSeconds);
  const lost = expected - pictureSeconds;
  if (lost <= Math.max(USUAL_LOSS_SECONDS, expected * USUAL_LOSS_SHARE)) return;
  const message = `${expected.toFixed(1)} s of pictures, got ${pictureSeconds.toFixed(1)} s`;
  if (facts.pictureSeconds !== null && pictureSeconds < expected * LEAST_SHARE) throw damaged(message);
  warnings.add(`expected ${message}: the master is cut off or damaged`);
}

/** Probes a finished encoding and takes it. */
async function finish({ name, output }: Work, bench: Bench): Promise<void> {
  const { tools, facts, artefacts } = bench;
  const { file, path: pixels, container } = output;
  const answer = await probeFile(tools.ffprobe, file, { countPackets: true });
  const { pictureSeconds } = checkEncoding(answer, output, facts.sound.length > 0);
  judgeLength(pictureSeconds, bench);
  const size = pixels.sizes.at(-1);
  if (size === undefined) throw new RenditionError('RENDITION_EMPTY', `expected a size for "${name}", got none`);
  const [sha256, { size: bytes }] = await Promise.all([digestFile(file), stat(file)]);
  artefacts.push({ name, file, mime: container.mime, ...size, bytes, sha256, engine: clipStamp(tools) });
}

/** Makes the encodings of a job: one decode for all of them. Throws SourceError where the master is to blame. */
export async function renderEncodings(orders: readonly EncodingOrder[], bench: Bench): Promise<void> {
  const works: Work[] = [];
  for (const order of orders) {
    const work = await attempt(bench, order.name, () => planWork(order, bench));
    if (work) works.push(work);
  }
  if (works.length === 0) return;
  for (const work of await encodeAll(works, bench)) await attempt(bench, work.name, () => finish(work, bench));
}
