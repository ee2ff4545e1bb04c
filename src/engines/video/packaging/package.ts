import { constants } from 'node:fs';
import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exceeds, seenSize } from '../../../model/recipe/video-geometry.ts';
import type { Rung, StreamRecipe } from '../../../model/recipe/video-recipe.ts';
import { containerOf } from '../../../model/formats/codecs.ts';
import { RenditionError } from '../../../model/errors.ts';
import type { LocalRendition } from '../../../model/jobs/job.ts';
import type { PackagedRung } from '../../../model/rendition.ts';
import { digestFile } from '../../../system/digest.ts';
import { parseLanguage, UNDETERMINED } from '../../../model/language.ts';
import { isText } from '../../../model/track.ts';
import type { SoundOutput } from '../ffmpeg/arguments.ts';
import { masterSound } from '../ffmpeg/sound-arguments.ts';
import type { VideoContext } from '../render-context.ts';
import { joinShortEnd } from '../mp4/join-short-end.ts';
import { readTrack } from '../mp4/read-track.ts';
import { readSegments, type SegmentedFile } from '../mp4/read-segments.ts';
import { checkEncoding } from '../check.ts';
import { checkSoundEncoder, chooseEncoder, judgeLength, type Unit } from '../encode.ts';
import type { Work } from '../passes.ts';
import { pixelPath } from '../ffmpeg/filters.ts';
import { dashManifest } from './dash.ts';
import { masterPlaylist, mediaPlaylists } from './hls.ts';
import { keepSpherical } from '../mp4/write-spherical.ts';
import { cropWindow } from '../smart-crop/crop-window.ts';
import { videoRenditionVersion } from '../encoder-versions.ts';
import {
  bandwidth,
  codecsOf,
  type Choice,
  type PictureFile,
  type SoundFile,
  type StreamSet,
  type TextFile,
} from './stream-set.ts';
import { steadySound } from '../steady-sound.ts';
import { takeFolder } from './package-folder.ts';
import { copyTrack } from '../captions/tracks.ts';

export type StreamOrder = LocalRendition & { readonly recipe: StreamRecipe };

const HLS = 'application/vnd.apple.mpegurl';
const DASH = 'application/dash+xml';

/** A rung as a file. */
interface StreamRung extends Work {
  readonly rung: string;
}

/** The encoded files that a set is packaged from. */
interface StreamWork {
  readonly order: StreamOrder;
  readonly folder: string;
  readonly rungs: readonly StreamRung[];
  readonly sound: SoundOutput | undefined;
  /** The engine that encoded the files: an earlier engine where they were taken over. */
  readonly engine: string;
}

// The clip's own sound.
const MAIN = 'audio';

/**
 * The rungs that do not enlarge the clip, the smallest first; where all would, the smallest alone, at the clip's size.
 */
function fittingRungs({ rungs, smartCrop }: StreamRecipe, { facts }: VideoContext): readonly Rung[] {
  const seen = seenSize(facts, smartCrop);
  const ascending = rungs.toSorted((a, b) => b.picture.through.length - a.picture.through.length);
  const fitting = ascending.filter(({ picture }) => !exceeds(picture, seen));
  return fitting.length > 0 ? fitting : ascending.slice(0, 1);
}

async function planRung(
  { name, file, picture }: Rung,
  { crop, recipe: { smartCrop } }: StreamOrder,
  folder: string,
  context: VideoContext,
): Promise<StreamRung> {
  const { facts, tools } = context;
  const pixels = pixelPath(picture, facts, seenSize(facts, smartCrop));
  const window = await cropWindow(crop, smartCrop, pixels.rate, context);
  const [encoder, container] = [chooseEncoder(picture, tools), containerOf('h264', null)];
  const made = { file: path.join(folder, `${file ?? name}.mp4`), path: { ...pixels, crop: window }, picture, encoder };
  return {
    rung: name,
    output: { ...made, sound: null, container, segmented: true },
  };
}

/** Plans the files of a set in a folder of its own. Throws EngineError (ENGINE_MISSING). */
export async function planStream(order: StreamOrder, context: VideoContext): Promise<Unit> {
  const { facts, tools, scratch } = context;
  const { recipe, name } = order;
  const folder = path.join(scratch, name);
  await mkdir(folder);
  const rungs: StreamRung[] = [];
  for (const rung of fittingRungs(recipe, context)) rungs.push(await planRung(rung, order, folder, context));
  checkSoundEncoder(recipe.sound, tools);
  const track = facts.sound[0];
  const heard = recipe.sound !== null && track !== undefined;
  const audio = path.join(folder, `${MAIN}.mp4`);
  const files = [...rungs.map(({ output }) => output.file), ...(heard ? [audio] : [])];
  const engine = (await reuseFiles(order, files)) ? (order.reuse?.engine ?? '') : undefined;
  if (heard && engine === undefined) await steadySound(track, context);
  const sound = heard ? { file: audio, source: masterSound(track, context.steady), sound: recipe.sound } : undefined;
  const work = { order, folder, rungs, sound, engine: engine ?? videoRenditionVersion(tools, order) };
  const finish = (): Promise<void> => finishStream(work, context);
  if (engine !== undefined) return { name, works: [], finish };
  return { name, works: rungs, sound, finish: () => keepAllSpherical(work, context).then(finish) };
}

async function keepAllSpherical({ rungs }: StreamWork, { facts }: VideoContext): Promise<void> {
  for (const { output } of rungs) if (output.path.crop === undefined) await keepSpherical(output.file, facts);
}

/** Copies encoded files out of the set that is there; false where one is not as it was recorded. */
async function reuseFiles({ reuse, reusedFolder }: StreamOrder, files: readonly string[]): Promise<boolean> {
  if (reuse === undefined || reusedFolder === undefined) return false;
  for (const file of files) {
    const name = path.basename(file);
    const recorded = reuse.files.find((one) => one.path === name);
    const copied = await copyFile(path.join(reusedFolder, name), file, constants.COPYFILE_FICLONE).then(
      () => true,
      () => false,
    );
    if (!copied || recorded?.sha256 !== (await digestFile(file))) return false;
  }
  return true;
}

function noIndex(name: string): RenditionError {
  return new RenditionError('RENDITION_NOT_AS_PLANNED', `expected an index of fragments in ${name}, got none`, {
    hint: 'Please report this with the master and the profile: it is a bug in dmx or in this ffmpeg.',
  });
}

async function segmentsOf(file: string): Promise<SegmentedFile> {
  await joinShortEnd(file);
  const found = await readSegments(file);
  if (found === undefined || found.segments.length === 0) throw noIndex(path.basename(file));
  return found;
}

async function pictureFile({ rung, output }: StreamRung, context: VideoContext): Promise<PictureFile> {
  const { file, path: pixels } = output;
  const picture = await readTrack(file);
  judgeLength(checkEncoding({ picture }, output, { hasSound: false }), context);
  return { ...(await segmentsOf(file)), name: rung, file: path.basename(file), size: pixels.size, rate: pixels.rate };
}

async function soundFile(file: string, choice: Choice): Promise<SoundFile> {
  const { channels = 0, sampleRate = 0 } = (await readTrack(file)) ?? {};
  const about = { channels, sampleRate };
  const name = path.basename(file);
  return { ...(await segmentsOf(file)), name: path.parse(name).name, file: name, ...about, ...choice };
}

/** The clip's own sound, as it is listed. */
function mainChoice({ facts }: VideoContext): Choice {
  return { purpose: 'main', language: parseLanguage(facts.sound[0]?.language ?? UNDETERMINED) ?? UNDETERMINED };
}

/** The tracks that players may choose beside the picture: the clip's own sound, other sounds, captions. */
async function choicesOf(
  { order, folder, sound }: StreamWork,
  context: VideoContext,
): Promise<Omit<StreamSet, 'pictures'>> {
  const sounds = sound === undefined ? [] : [await soundFile(sound.file, mainChoice(context))];
  const texts: TextFile[] = [];
  for (const { name, purpose, language } of order.recipe.tracks ?? []) {
    const made = context.tracks.get(name);
    if (made === undefined) continue;
    const file = await copyTrack(made, folder);
    const choice = { purpose, language };
    if (!isText(choice)) sounds.push(await soundFile(path.join(folder, file), choice));
    else texts.push({ name, file, ...choice, bytes: (await stat(path.join(folder, file))).size });
  }
  return { sounds, texts };
}

/** Writes the lists of a set; answers those that players are pointed to. */
async function writePlaylists(folder: string, set: StreamSet, recipe: StreamRecipe): Promise<readonly string[]> {
  const { packaging, entry } = recipe;
  const [master, manifest] = [`${entry ?? 'master'}.m3u8`, `${entry ?? 'manifest'}.mpd`];
  const texts = [
    ...(packaging.includes('hls') ? [[master, masterPlaylist(set)] as const, ...mediaPlaylists(set)] : []),
    ...(packaging.includes('dash') ? [[manifest, dashManifest(set)] as const] : []),
  ];
  for (const [name, text] of texts) await writeFile(path.join(folder, name), text);
  return [master, manifest].filter((name) => texts.some(([written]) => written === name));
}

function rungOf(picture: PictureFile, set: StreamSet): PackagedRung {
  const { name, size } = picture;
  return { name, ...size, bandwidth: bandwidth(picture, set).peak, codecs: codecsOf(picture, set) };
}

/** Checks the encoded files, lists them for HLS and DASH and takes the folder as one rendition. */
async function finishStream(work: StreamWork, context: VideoContext): Promise<void> {
  const { order, folder, rungs, engine } = work;
  const [pictures, choices] = await Promise.all([
    Promise.all(rungs.map((rung) => pictureFile(rung, context))),
    choicesOf(work, context),
  ]);
  const set: StreamSet = { pictures, ...choices };
  const entry = await writePlaylists(folder, set, order.recipe);
  const largest = pictures.at(-1)?.size ?? { width: 0, height: 0 };
  const mime = order.recipe.packaging.includes('hls') ? HLS : DASH;
  const listed = pictures.map((picture) => rungOf(picture, set));
  context.artefacts.push(
    await takeFolder(folder, { name: order.name, mime, ...largest, engine, entry, rungs: listed }),
  );
}
