import { printBytes } from '../../../base/bytes.ts';
import type { Track, TrackRecipe } from '../../../model/recipe/video-recipe.ts';
import { copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SoundTrack } from '../../../model/asset.ts';
import { DmxError, EngineError, RenditionError, StorageError } from '../../../model/errors.ts';
import type { JobRendition } from '../../../model/jobs/job.ts';
import { isText } from '../../../model/track.ts';
import { errorCode } from '../../../system/error-code.ts';
import { digestFile, digestOf } from '../../../system/digest.ts';
import { writingError } from '../../../system/storage-error.ts';
import { masterInput, sidecarInput } from '../ffmpeg/arguments.ts';
import { masterSound } from '../ffmpeg/sound-arguments.ts';
import type { VideoContext, TrackFile } from '../render-context.ts';
import type { Captions } from './cue.ts';
import { plainCueText } from './cue-text.ts';
import { decodeCaptions } from './decode-captions.ts';
import { parseCaptions, type CaptionForm } from './parse-captions.ts';
import { printCaptions } from './print-captions.ts';
import { printSwatchTrack } from './print-swatches.ts';
import { joinShortEnd } from '../mp4/join-short-end.ts';
import { lastWords } from '../ffmpeg/ffmpeg-error.ts';
import { runFfmpeg } from '../ffmpeg/ffmpeg.ts';
import { captionsVersion, ffmpegVersion } from '../encoder-versions.ts';
import { trackArguments, type TrackOutput } from '../ffmpeg/track-arguments.ts';
import { steadySound } from '../steady-sound.ts';

export type TrackOrder = JobRendition & { readonly recipe: TrackRecipe };

function invalid({ name, from }: Track, reason: string): RenditionError {
  const hint =
    'sidecar' in from
      ? 'Mend the file beside the clip, or take it away.'
      : 'Put a .vtt, .srt or sound beside the clip, if it is wanted.';
  return new RenditionError('TRACK_INVALID', `expected captions, chapters or sound for ${name}, got ${reason}`, {
    hint,
  });
}

// A film's captions take a tenth of it; four times that, in memory, is what a worker can spare.
const MOST_TEXT_BYTES = 2 << 20;

/** Throws RenditionError where a file cannot be read, or is too large. */
async function readWithin(track: Track, file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > MOST_TEXT_BYTES)
      throw invalid(track, `a text of ${printBytes(size)}, more than ${printBytes(MOST_TEXT_BYTES, { binary: true })}`);
    return await readFile(file);
  } catch (error) {
    if (error instanceof DmxError) throw error;
    throw invalid(track, `a file that cannot be read (${errorCode(error) ?? 'no reason given'})`);
  }
}

/** Tells whether a text of the clip is WebVTT already, with settings that no other form of text has. */
function isWebVtt(stream: number, { facts }: VideoContext): boolean {
  return facts.text.some((text) => text.stream === stream && text.codec === 'webvtt');
}

/** The sound of the clip that a track is taken from; undefined for every other. */
function soundWithin({ from }: Track, { facts }: VideoContext): SoundTrack | undefined {
  return 'stream' in from ? facts.sound.find(({ stream }) => stream === from.stream) : undefined;
}

/** Throws RenditionError where the sound of a track is to be written anew first, and cannot be. */
async function steadyTrack(track: Track, context: VideoContext): Promise<void> {
  try {
    await steadySound(soundWithin(track, context), context);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'ENGINE_FAILED') throw invalid(track, error.message);
    throw error;
  }
}

/**
 * The output of ffmpeg for a track: text that is read after it, sound as it is to be. Of forms that are not WebVTT it keeps
 * where a text stands in SubRip alone.
 */
function outputOf(track: Track, map: string, context: VideoContext): TrackOutput {
  const { name, sound, from } = track;
  const file = (written: string): string => path.join(context.scratch, written);
  if (isText(track)) {
    const form = 'stream' in from && isWebVtt(from.stream, context) ? 'vtt' : 'srt';
    return { file: file(`.${name}.${form}`), map, form, most: MOST_TEXT_BYTES };
  }
  if (sound === undefined) throw invalid(track, 'no word on how it is to be written');
  const inside = soundWithin(track, context);
  return { file: file(`${name}.m4a`), source: inside ? masterSound(inside, context.steady) : { from: map }, sound };
}

/** Throws RenditionError where a program could not write one of an input's tracks. */
async function extract(
  input: readonly string[],
  tracks: readonly (readonly [Track, map: string])[],
  context: VideoContext,
) {
  const { tools, scratch, facts } = context;
  for (const [track] of tracks) await steadyTrack(track, context);
  const outputs = tracks.map(([track, map]) => outputOf(track, map, context));
  const means = { cwd: scratch, seconds: facts.durationSeconds, onShare: () => undefined };
  const { exitCode, stderr } = await runFfmpeg(tools, trackArguments(input, outputs, facts), means);
  const [[first] = []] = tracks;
  if (exitCode !== 0 && first !== undefined) throw invalid(first, lastWords(stderr));
}

/** The bytes of a sidecar, as they were planned with. */
async function readSidecar(track: Track, sha256: string, { job }: VideoContext): Promise<Buffer> {
  const bytes = await readWithin(track, sidecarFile(track, sha256, job.sidecars));
  if (digestOf(bytes) !== sha256) throw invalid(track, 'a file that just changed');
  return bytes;
}

function sidecarFile(track: Track, sha256: string, sidecars: VideoContext['job']['sidecars'] = []): string {
  const found = sidecars.find((one) => one.sha256 === sha256);
  if (found === undefined) throw invalid(track, 'none beside the clip');
  return found.file;
}

// More say nothing that the first did not.
const TOLD_PROBLEMS = 5;

/** Warns of parts of captions that were left out, with line numbers. */
function noteProblems({ problems }: Captions, of: string, { warnings }: VideoContext): void {
  for (const { line, message } of problems.slice(0, TOLD_PROBLEMS)) warnings.add(`${of}:${line}: ${message}; left out`);
  const more = problems.length - TOLD_PROBLEMS;
  if (more > 0) warnings.add(`${of}: ${more} more such lines were left out`);
}

function parseWithWarnings(track: Track, text: string, form: CaptionForm, of: string, context: VideoContext): Captions {
  const { maxcues } = context.limits;
  const captions = parseCaptions(text, form, maxcues);
  if (captions.tooMany !== null)
    throw invalid(track, `more than ${maxcues} ${captions.tooMany} (\`maxcues\` in dmx.yaml)`);
  noteProblems(captions, of, context);
  if (captions.cues.length === 0) throw invalid(track, 'a file without a cue that can be read');
  return captions;
}

async function besideText(track: Track, sha256: string, form: CaptionForm, context: VideoContext): Promise<Captions> {
  const name = path.basename(sidecarFile(track, sha256, context.job.sidecars));
  const { text, encoding } = decodeCaptions(await readSidecar(track, sha256, context), track.language);
  // UTF-16 cannot be taken for anything else; what other encodings are read as is a guess.
  if (!encoding.startsWith('utf-'))
    context.warnings.add(
      `${name}: expected UTF-8, got another encoding: read as ${encoding}, usual for ${track.language}`,
    );
  return parseWithWarnings(track, text, form, name, context);
}

/** A text that was taken out of the clip. */
async function insideText(track: Track, stream: number, context: VideoContext): Promise<Captions> {
  const { file } = outputOf(track, `0:${stream}`, context);
  const text = (await readWithin(track, file)).toString('utf8');
  return parseWithWarnings(track, text, isWebVtt(stream, context) ? 'vtt' : 'srt', `stream ${stream}`, context);
}

/** The chapters that a clip lists itself. */
function listedChapters({ facts }: VideoContext): Captions {
  const cues = facts.chapters
    .filter(({ start, end }) => end > start)
    .map(({ start, end, title }, i) => ({
      ...{ id: '', start, end, settings: [] },
      text: plainCueText(title) || `Chapter ${i + 1}`,
    }));
  return { cues, styles: [], regions: [], problems: [], tooMany: null };
}

async function captionsOf(track: Track, context: VideoContext): Promise<Captions> {
  const { from } = track;
  if ('stream' in from) return insideText(track, from.stream, context);
  if ('sidecar' in from) return besideText(track, from.sidecar, from.form === 'srt' ? 'srt' : 'vtt', context);
  return listedChapters(context);
}

async function textOf(track: Track, context: VideoContext): Promise<string> {
  if ('swatches' in track.from) return printSwatchTrack(track.from.swatches);
  return printCaptions(await captionsOf(track, context));
}

async function makeTrack(track: Track, context: VideoContext): Promise<TrackFile> {
  const { scratch, job } = context;
  const { from, name } = track;
  const file = path.join(scratch, `${name}.${isText(track) ? 'vtt' : 'm4a'}`);
  if (isText(track)) await writeFile(file, await textOf(track, context));
  else if ('sidecar' in from) {
    await extract(sidecarInput(sidecarFile(track, from.sidecar, job.sidecars)), [[track, '0:a:0']], context);
  }
  if (!isText(track)) await joinShortEnd(file);
  return { track, file };
}

/** Tracks that a job's renditions name, each once. */
function tracksOf(renditions: VideoContext['job']['renditions']): readonly Track[] {
  const named = renditions.flatMap(({ recipe }) => {
    if (recipe.kind === 'track') return [recipe.track];
    return recipe.kind === 'stream' ? (recipe.tracks ?? []) : [];
  });
  return [...new Map(named.map((track) => [track.name, track])).values()];
}

/**
 * Records a track that cannot be made. An invalid sidecar fails its own rendition, where the job asks for that; an
 * unreadable track inside the clip is left out.
 */
function noteFailure(track: Track, thrown: unknown, context: VideoContext): void {
  const { job, scratch, failures, warnings, absent } = context;
  const error = writingError(thrown, scratch);
  if (!(error instanceof DmxError) || error instanceof StorageError) throw error;
  const asked = job.renditions.some(({ name }) => name === track.name);
  if (error.code === 'TRACK_INVALID' && 'stream' in track.from) {
    if (asked) absent.add(track.name);
    warnings.add(`${error.message}: it is left out`);
  } else if (asked) failures.push(error.toData(track.name));
  else warnings.add(`${error.message}: players are not offered it`);
}

/**
 * Takes tracks out of the clip in one reading of it, each a stream of it by now. Where that fails, one by one: no track
 * takes the others with it. Answers those that came out.
 */
async function takeOut(
  tracks: readonly (readonly [Track, map: string])[],
  context: VideoContext,
): Promise<readonly Track[]> {
  const input = masterInput(context.job.master.file, context.facts);
  const [first, ...others] = tracks;
  if (first === undefined) return [];
  try {
    await extract(input, tracks, context);
    return tracks.map(([track]) => track);
  } catch (error) {
    if (others.length === 0 || !(error instanceof RenditionError)) {
      noteFailure(first[0], error, context);
      return [];
    }
    const taken: Track[] = [];
    for (const one of tracks) taken.push(...(await takeOut([one], context)));
    return taken;
  }
}

/** Makes every track that a job needs, for its own rendition and for the sets that list it. */
export async function makeTracks(context: VideoContext): Promise<void> {
  const tracks = tracksOf(context.job.renditions);
  const inside = tracks.flatMap((track) =>
    'stream' in track.from ? [[track, `0:${track.from.stream}`] as const] : [],
  );
  const taken = await takeOut(inside, context);
  for (const track of tracks.filter((one) => !('stream' in one.from) || taken.includes(one))) {
    try {
      context.tracks.set(track.name, await makeTrack(track, context));
    } catch (error) {
      noteFailure(track, error, context);
    }
  }
}

/** Puts a track into the folder of a set under its name; answers the name of the file. */
export async function copyTrack({ track, file }: TrackFile, folder: string): Promise<string> {
  const name = `${track.name}${path.extname(file)}`;
  await copyFile(file, path.join(folder, name));
  return name;
}

/** Takes a track that was made as a rendition; one that could not be is a failure already. */
export async function finishTrack({ name }: TrackOrder, { tools, tracks, artefacts }: VideoContext): Promise<void> {
  const made = tracks.get(name);
  if (made === undefined) return;
  const { track, file } = made;
  const { purpose, language } = track;
  const [{ size: bytes }, sha256] = await Promise.all([stat(file), digestFile(file)]);
  const about = isText(track)
    ? { mime: 'text/vtt', engine: captionsVersion() }
    : { mime: 'audio/mp4', engine: ffmpegVersion(tools) };
  artefacts.push({ name, file, ...about, width: 0, height: 0, bytes, sha256, track: { purpose, language } });
}
