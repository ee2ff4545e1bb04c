import { createHash } from 'node:crypto';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compareUtf8 } from '../../base/text.ts';
import { exceeds } from '../../model/clip-geometry.ts';
import type { Rung, StreamRecipe } from '../../model/clip-recipe.ts';
import { containerOf } from '../../model/codecs.ts';
import { RenditionError } from '../../model/errors.ts';
import type { JobRendition } from '../../model/job.ts';
import type { PackagedFile, PackagedRung, PackagedSet } from '../../model/rendition.ts';
import { digestFile } from '../../system/digest.ts';
import type { SoundOutput } from './arguments.ts';
import type { Bench } from './bench.ts';
import { readSegments, type SegmentedFile } from './boxes.ts';
import { checkEncoding } from './check.ts';
import { checkSoundEncoder, chooseEncoder, judgeLength, type Unit, type Work } from './encode.ts';
import { pixelPath } from './filters.ts';
import { bandwidth, codecsOf, dashManifest, masterPlaylist, mediaPlaylist } from './playlists.ts';
import type { PictureFile, SoundFile, StreamSet } from './playlists.ts';
import { probeFile } from './probe.ts';
import { clipStamp } from './stamps.ts';

export type StreamOrder = JobRendition & { readonly recipe: StreamRecipe };

const HLS = 'application/vnd.apple.mpegurl';
const DASH = 'application/dash+xml';

/** The files that a set is made of, as they are encoded. */
interface StreamWork {
  readonly order: StreamOrder;
  readonly folder: string;
  readonly rungs: readonly Work[];
  readonly sound: SoundOutput | undefined;
}

/** The rungs that do not enlarge the clip, the smallest first; where all would, the smallest alone, at the clip's size. */
function fittingRungs({ rungs }: StreamRecipe, { facts }: Bench): readonly Rung[] {
  const ascending = rungs.toSorted((a, b) => b.picture.through.length - a.picture.through.length);
  const fitting = ascending.filter(({ picture }) => !exceeds(picture, facts));
  return fitting.length > 0 ? fitting : ascending.slice(0, 1);
}

/** Plans the files of a set in a folder of its own. Throws EngineError (ENGINE_MISSING). */
export async function planStream(order: StreamOrder, bench: Bench): Promise<Unit> {
  const { facts, tools, scratch } = bench;
  const { recipe, name } = order;
  const folder = path.join(scratch, name);
  await mkdir(folder);
  const rungs = fittingRungs(recipe, bench).map((rung) => {
    const { picture } = rung;
    const pixels = pixelPath(picture, facts);
    const [encoder, container] = [chooseEncoder(picture, tools), containerOf('h264', null)];
    const file = path.join(folder, `${rung.name}.mp4`);
    return {
      name: rung.name,
      output: { file, path: pixels, picture, encoder, sound: null, container, segmented: true },
    };
  });
  checkSoundEncoder(recipe.sound, tools);
  const track = facts.sound[0];
  const heard = recipe.sound !== null && track !== undefined;
  const sound = heard ? { file: path.join(folder, 'audio.mp4'), track, sound: recipe.sound } : undefined;
  const finish = (): Promise<void> => finishStream({ order, folder, rungs, sound }, bench);
  return { name, works: rungs, sound, finish };
}

function noIndex(name: string): RenditionError {
  return new RenditionError('RENDITION_NOT_AS_PLANNED', `expected an index of fragments in ${name}, got none`, {
    hint: 'Please report this with the master and the profile: it is a bug in dmx or in this ffmpeg.',
  });
}

async function segmentsOf(file: string): Promise<SegmentedFile> {
  const found = await readSegments(file);
  if (found === undefined || found.segments.length === 0) throw noIndex(path.basename(file));
  return found;
}

async function pictureFile({ name, output }: Work, bench: Bench): Promise<PictureFile> {
  const { file, path: pixels } = output;
  const answer = await probeFile(bench.tools.ffprobe, file, { countPackets: true });
  judgeLength(checkEncoding(answer, output, false).pictureSeconds, bench);
  const size = pixels.sizes.at(-1) ?? { width: 0, height: 0 };
  return { ...(await segmentsOf(file)), name, file: path.basename(file), size, rate: pixels.rate };
}

async function soundFile({ file, track }: SoundOutput, { tools }: Bench): Promise<SoundFile> {
  const { streams = [] } = await probeFile(tools.ffprobe, file);
  const [written] = streams;
  const about = { channels: written?.channels ?? 0, sampleRate: Number(written?.sample_rate ?? 0) };
  return { ...(await segmentsOf(file)), name: 'audio', file: path.basename(file), ...about, language: track.language };
}

async function writePlaylists(folder: string, set: StreamSet, { packaging }: StreamRecipe): Promise<readonly string[]> {
  const texts: [string, string][] = [];
  if (packaging.includes('hls')) {
    const files = [...set.pictures, ...(set.sound === undefined ? [] : [set.sound])];
    texts.push(['master.m3u8', masterPlaylist(set)]);
    texts.push(...files.map((file): [string, string] => [`${file.name}.m3u8`, mediaPlaylist(file)]));
  }
  if (packaging.includes('dash')) texts.push(['manifest.mpd', dashManifest(set)]);
  for (const [name, text] of texts) await writeFile(path.join(folder, name), text);
  return ['master.m3u8', 'manifest.mpd'].filter((entry) => texts.some(([name]) => name === entry));
}

async function listFiles(folder: string): Promise<readonly PackagedFile[]> {
  const names = (await readdir(folder)).toSorted(compareUtf8);
  const files: PackagedFile[] = [];
  for (const name of names) {
    const file = path.join(folder, name);
    files.push({ path: name, bytes: (await stat(file)).size, sha256: await digestFile(file) });
  }
  return files;
}

function rungOf(picture: PictureFile, set: StreamSet): PackagedRung {
  const { name, size } = picture;
  return { name, ...size, bandwidth: bandwidth(picture, set).peak, codecs: codecsOf(picture, set) };
}

/** Checks the encoded files, lists them for HLS and DASH and takes the folder as one rendition. */
async function finishStream({ order, folder, rungs, sound }: StreamWork, bench: Bench): Promise<void> {
  const pictures: PictureFile[] = [];
  for (const work of rungs) pictures.push(await pictureFile(work, bench));
  const set = { pictures, sound: sound && (await soundFile(sound, bench)) };
  const entry = await writePlaylists(folder, set, order.recipe);
  const files = await listFiles(folder);
  const packaged: PackagedSet = { entry, rungs: pictures.map((picture) => rungOf(picture, set)), files };
  const largest = pictures.at(-1)?.size ?? { width: 0, height: 0 };
  const list = files.map(({ path: name, sha256 }) => `${sha256}  ${name}\n`).join('');
  bench.artefacts.push({
    ...{ name: order.name, file: folder, mime: entry[0] === 'master.m3u8' ? HLS : DASH, ...largest },
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    // Of the list of its files, as `sha256sum` prints it.
    sha256: createHash('sha256').update(list).digest('hex'),
    engine: clipStamp(bench.tools),
    packaged,
  });
}
