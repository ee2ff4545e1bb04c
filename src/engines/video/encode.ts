import { SOUND_CODECS, VIDEO_CODECS } from '../../model/formats/codecs.ts';
import type { PictureEncoding, SoundEncoding } from '../../model/recipe/video-recipe.ts';
import { EngineError } from '../../model/errors.ts';
import { masterInput, QUIET } from './ffmpeg/arguments.ts';
import type { SheetOutput, SoundOutput } from './ffmpeg/arguments.ts';
import { attempt } from '../attempt.ts';
import type { VideoContext } from './render-context.ts';
import { ffmpegError, damaged, lastWords } from './ffmpeg/ffmpeg-error.ts';
import { runFfmpeg } from './ffmpeg/ffmpeg.ts';
import type { Tools } from './ffmpeg/tools.ts';
import { runPasses, type Work } from './passes.ts';

/** A rendition with the files that it is made of. */
export interface Unit {
  /** Of the rendition. */
  readonly name: string;
  readonly works: readonly Work[];
  readonly sound?: SoundOutput | undefined;
  readonly sheet?: SheetOutput | undefined;
  /** Checks and takes what was written. */
  readonly finish: () => Promise<void>;
}

function missingEncoder(label: string, names: readonly string[]): EngineError {
  return new EngineError('ENGINE_MISSING', `expected an ffmpeg that writes ${label} (${names.join(', ')}), got none`, {
    hint: 'Install an ffmpeg that has it (`dmx doctor` lists what yours writes), or choose another codec.',
  });
}

/** The first encoder of a codec that this ffmpeg has. Throws EngineError (ENGINE_MISSING). */
export function chooseEncoder({ codec }: PictureEncoding, { encoders }: Tools): string {
  const { label, encoders: names } = VIDEO_CODECS[codec];
  const name = names.find((one) => encoders.has(one));
  if (name === undefined) throw missingEncoder(label, names);
  return name;
}

/** Throws EngineError (ENGINE_MISSING) where this ffmpeg cannot write the sound that is asked for. */
export function checkSoundEncoder(sound: SoundEncoding | null, { encoders }: Tools): void {
  if (sound === null) return;
  const { label, encoders: names } = SOUND_CODECS[sound.codec];
  if (!names.some((one) => encoders.has(one))) throw missingEncoder(label, names);
}

/** All files of units; what ffmpeg said of damage in the master. Throws EngineError where one fails. */
function encodeTogether(units: readonly Unit[], context: VideoContext): Promise<string> {
  const works = units.flatMap((unit) => unit.works);
  const sounds = units.flatMap(({ sound }) => sound ?? []);
  const sheets = units.flatMap(({ sheet }) => sheet ?? []);
  return runPasses({ names: units.map(({ name }) => name), works, extras: { sounds, sheets } }, context);
}

// Enough to meet a first picture, wherever it is.
const TRY_SECONDS = '30';

/** Throws SourceError where no picture of the master can be decoded: then nobody else is to blame. */
export async function checkDecodes({ job, facts, tools, scratch }: VideoContext): Promise<void> {
  const args = [...QUIET, ...masterInput(job.master.file, facts), '-map', `0:${facts.stream}`];
  const { exitCode, stdout, stderr } = await runFfmpeg(tools, [...args, '-t', TRY_SECONDS, '-f', 'null', '-'], {
    ...{ cwd: scratch, seconds: facts.durationSeconds, onShare: () => undefined },
  });
  const frames = [...stdout.matchAll(/^frame=(\d+)/gm)].at(-1)?.[1];
  if (exitCode === 0 && Number(frames) > 0) return;
  throw stderr === '' ? damaged('a clip without a picture that can be decoded') : ffmpegError(stderr);
}

/**
 * Encodes all units together. Where that fails and the master is not to blame, each is tried alone, so that
 * one does not take the others with it. Answers those that were written. Throws SourceError.
 */
async function encodeAll(units: readonly Unit[], context: VideoContext): Promise<readonly Unit[]> {
  try {
    noteDamage(await encodeTogether(units, context), context);
    return units;
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'ENGINE_FAILED') throw error;
    await checkDecodes(context);
    const written: Unit[] = [];
    for (const unit of units) {
      const made = await attempt(context, unit.name, async () => {
        if (units.length === 1) throw error;
        await encodeTogether([unit], context);
        return unit;
      });
      if (made) written.push(made);
    }
    return written;
  }
}

function noteDamage(said: string, { warnings }: VideoContext): void {
  if (said !== '') warnings.add(`the master is damaged in parts, which were left as they came: ${lastWords(said)}`);
}

// Less than half of what the file claims to hold is no clip that anybody wants; a little less is how many files end.
const LEAST_SHARE = 0.5;
const USUAL_LOSS_SECONDS = 0.5;
const USUAL_LOSS_SHARE = 0.05;

/** Throws SourceError where most of the clip could not be decoded, and warns where some of it could not. */
export function judgeLength(pictureSeconds: number, { facts, warnings }: VideoContext): void {
  const expected = Math.min(facts.pictureSeconds ?? facts.durationSeconds, facts.durationSeconds);
  const lost = expected - pictureSeconds;
  if (lost <= Math.max(USUAL_LOSS_SECONDS, expected * USUAL_LOSS_SHARE)) return;
  const [wanted, found] = [`${expected.toFixed(1)} s of pictures`, `${pictureSeconds.toFixed(1)} s`];
  if (facts.pictureSeconds !== null && pictureSeconds < expected * LEAST_SHARE) {
    throw damaged(`${found} of pictures where its header tells of ${wanted}`);
  }
  warnings.add(`expected ${wanted}, got ${found}: the master is cut off or damaged`);
}

/** Encodes units and takes what was written. Throws SourceError. */
export async function encodeUnits(units: readonly Unit[], context: VideoContext): Promise<void> {
  // What takes its files over from an earlier run has nothing to encode.
  const isTaken = ({ works, sheet }: Unit): boolean => works.length === 0 && sheet === undefined;
  const [taken, encoded] = [units.filter(isTaken), units.filter((unit) => !isTaken(unit))];
  const written = encoded.length === 0 ? [] : await encodeAll(encoded, context);
  for (const { name, finish } of [...taken, ...written]) await attempt(context, name, finish);
}
