import type { Size } from '../../../model/geometry.ts';
import { printBytes } from '../../../base/bytes.ts';
import type { SoundTrack, VideoFacts } from '../../../model/asset.ts';
import { SourceError } from '../../../model/errors.ts';
import { beyondLimit, type MasterLimits } from '../../../model/master-limits.ts';
import type { EngineSettings } from '../../engine.ts';
import { damaged } from '../ffmpeg/ffmpeg-error.ts';
import { askFfprobe, MOST_ANSWER } from './ask-ffprobe.ts';
import { pictureStream, rateOf, videoFacts } from './facts.ts';
import { endsTold, hasIndex } from './ends.ts';
import { findLength } from './length.ts';
import type { ProbeAnswer } from './probe-answer.ts';
import { readThrough } from './read-through.ts';
import { holdsSecondClip } from './second-clip.ts';
import { findSounds, soundChanges } from './sounds.ts';
import { findTools } from '../ffmpeg/tools.ts';

function tooMuchOutput(): SourceError {
  const most = printBytes(MOST_ANSWER, { binary: true });
  return new SourceError('SOURCE_TOO_LARGE', `expected at most ${most} of streams, chapters and tags, got more`, {
    hint: 'Take chapters or tags out of the master: nobody can choose among so many.',
  });
}

/**
 * The answer of ffprobe about a file; with `countPackets` it is read to its end. Throws SourceError where it is no clip, or one
 * that tells without end.
 */
export async function probeFile(
  ffprobe: string,
  file: string,
  { countPackets = false }: { readonly countPackets?: boolean } = {},
): Promise<ProbeAnswer> {
  const args = [
    ...(countPackets ? ['-count_packets'] : []),
    ...['-print_format', 'json', '-show_format', '-show_streams', '-show_chapters'],
  ];
  let bytes = 0;
  const printed = await askFfprobe(ffprobe, file, args, (text) => (bytes += text.length));
  if (bytes > MOST_ANSWER) throw tooMuchOutput();
  return JSON.parse(printed) as ProbeAnswer;
}

function checkSize({ width, height }: Size, { maxside }: MasterLimits): void {
  if (Math.max(width, height) <= maxside) return;
  const message = `expected at most ${maxside} pixels a side, got ${width}×${height}`;
  throw beyondLimit('maxside', message, 'Scale the master down');
}

/** Sounds that begin late, with whether they change. Indexes of MP4 describe a sound once for all of it. */
async function lateChanges(
  ffprobe: string,
  file: string,
  answer: ProbeAnswer,
  sounds: VideoFacts['sound'],
): Promise<VideoFacts['sound']> {
  const told: SoundTrack[] = [];
  for (const sound of sounds) {
    const changes =
      sound.startSeconds !== undefined && !hasIndex(answer) && (await soundChanges(ffprobe, file, answer, sound));
    told.push(changes ? { ...sound, changes } : sound);
  }
  return told;
}

/** Reads the facts of a clip: its header, and once all of it. Throws SourceError where there are none, EngineError without ffprobe. */
export async function probeVideo(
  file: string,
  mime: string,
  { programs, limits }: EngineSettings,
): Promise<VideoFacts> {
  const tools = await findTools(programs);
  const answer = await probeFile(tools.ffprobe, file);
  const picture = pictureStream(answer);
  if (picture === undefined) {
    throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', 'expected a clip with pictures, got sound alone', {
      hint: 'dmx makes renditions of pictures and clips; put the sound beside its clip as a sidecar.',
    });
  }
  if ((picture.width ?? 0) === 0 || (picture.height ?? 0) === 0) throw damaged('a picture without a size');
  checkSize({ width: picture.width ?? 0, height: picture.height ?? 0 }, limits);
  const told = endsTold(tools.ffprobe, file, answer, picture.index);
  const [read, joined, sounds] = await Promise.all([
    readThrough(tools, file, answer, picture),
    holdsSecondClip(file, answer),
    // One after the other: each process that opens a clip of 8K takes 130 MiB.
    told.looking.then(() => findSounds(tools.ffprobe, file, answer)),
  ]);
  const [frames, seconds] = rateOf(picture).frameRate;
  const length = await findLength(answer, { ...read, joined, frameSeconds: seconds / frames }, told.ends);
  const seen = { sizes: read.sizes, sounds, partly: read.gaveUp !== undefined, joined };
  const facts = videoFacts(answer, picture, { mime, length }, seen);
  checkSize(facts, limits);
  return { ...facts, sound: await lateChanges(tools.ffprobe, file, answer, facts.sound) };
}
