import { SOUND_CODECS, VIDEO_CODECS } from '../../model/formats/codecs.ts';
import { pictureEnd } from '../../model/recipe/video-geometry.ts';
import type { PictureEncoding, SoundEncoding } from '../../model/recipe/video-recipe.ts';
import { EngineError } from '../../model/errors.ts';
import type { SheetOutput, SoundOutput } from './ffmpeg/arguments.ts';
import { attempt } from '../attempt.ts';
import { checkDecodes } from './check-decodes.ts';
import type { VideoContext } from './render-context.ts';
import { damaged } from './ffmpeg/ffmpeg-error.ts';
import { damageOf } from './ffmpeg/heard-damage.ts';
import type { Tools } from './ffmpeg/tools.ts';
import { runPasses, type Work } from './passes.ts';
import type { Stills } from './still.ts';

/** A rendition with the files that it is made of. */
export interface Unit {
  /** Name of the rendition. */
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

/**
 * Encodes all files of units, and records what ffmpeg reported about damage in the master. Throws EngineError where one
 * fails.
 */
async function encodeTogether(units: readonly Unit[], context: VideoContext, stills?: Stills): Promise<void> {
  const works = units.flatMap((unit) => unit.works);
  const sounds = units.flatMap(({ sound }) => sound ?? []);
  const sheets = units.flatMap(({ sheet }) => sheet ?? []);
  const encodes = { names: units.map(({ name }) => name), works, extras: { sounds, sheets, stills } };
  const said = damageOf(await runPasses(encodes, context));
  if (said !== '') context.damage.add(said);
}

/**
 * Encodes all units together. Where that fails and the master is not to blame, they are tried without stills, whose missing frames
 * newer ffmpegs take for errors, and then each alone, so that one does not take the others with it. Answers those that were written.
 * Throws SourceError.
 */
async function encodeAll(units: readonly Unit[], context: VideoContext, stills?: Stills): Promise<readonly Unit[]> {
  try {
    await encodeTogether(units, context, stills);
    return units;
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'ENGINE_FAILED') throw error;
    await checkDecodes(context);
    if (stills?.takes(context) === true) return encodeAll(units, context);
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

// Less than half of what the file claims to hold is no clip that anybody wants; a little less is how many files end.
const LEAST_SHARE = 0.5;
const USUAL_LOSS_SECONDS = 0.5;
const USUAL_LOSS_SHARE = 0.05;

/** Throws SourceError where most of the clip could not be decoded, and warns where some of it could not. */
export function judgeLength(pictureSeconds: number, { facts, damage }: VideoContext): void {
  const expected = pictureEnd(facts);
  const lost = expected - pictureSeconds;
  if (lost <= Math.max(USUAL_LOSS_SECONDS, expected * USUAL_LOSS_SHARE)) return;
  const [wanted, found] = [`${expected.toFixed(1)} s of pictures`, `${pictureSeconds.toFixed(1)} s`];
  if (facts.pictureSeconds !== null && pictureSeconds < expected * LEAST_SHARE) {
    throw damaged(`${found} of pictures where its header tells of ${wanted}`);
  }
  damage.add(`expected ${wanted}, got ${found}`);
}

/** Encodes units, takes frames for stills from the same decode, and takes what was written. Throws SourceError. */
export async function encodeUnits(units: readonly Unit[], stills: Stills, context: VideoContext): Promise<void> {
  // What takes its files over from an earlier run has nothing to encode.
  const isTaken = ({ works, sheet }: Unit): boolean => works.length === 0 && sheet === undefined;
  const [taken, encoded] = [units.filter(isTaken), units.filter((unit) => !isTaken(unit))];
  const written = encoded.length === 0 ? [] : await encodeAll(encoded, context, stills);
  for (const { name, finish } of [...taken, ...written]) await attempt(context, name, finish);
}
