import { printBytes } from '../../../base/bytes.ts';
import type { VideoFacts } from '../../../model/asset.ts';
import { SourceError } from '../../../model/errors.ts';
import type { Programs } from '../../../model/programs.ts';
import { runTool } from '../../../system/tool.ts';
import { ffmpegError, damaged } from '../ffmpeg/ffmpeg-error.ts';
import { videoFacts, pictureStream } from './facts.ts';
import { INPUT_WHITELISTS, fileAddress } from '../ffmpeg/input.ts';
import { PacketTimes } from './packet-times.ts';
import type { ProbeAnswer } from './probe-answer.ts';
import { redactPaths } from '../ffmpeg/stderr.ts';
import { findTools } from '../ffmpeg/tools.ts';

// A header is read in a fraction of a second; a clip whose index stands nowhere is read to its end.
const PROBE_SECONDS = 120;

// A chapter takes about half a kilobyte, a stream two.
const MOST_ANSWER = 4 << 20;

/** Tells `onOutput` what it prints, too. Throws SourceError where it is no clip. */
async function askFfprobe(
  ffprobe: string,
  file: string,
  args: readonly string[],
  onOutput: (text: string) => void,
): Promise<string> {
  const given = ['-hide_banner', '-v', 'error', ...INPUT_WHITELISTS, ...args, fileAddress(file)];
  const limits = { timeoutSeconds: PROBE_SECONDS, outputBytes: MOST_ANSWER };
  const { exitCode, stdout, stderr } = await runTool(ffprobe, given, { ...limits, onOutput });
  if (exitCode !== 0) throw ffmpegError(redactPaths(stderr, given));
  return stdout;
}

function tooMuchTold(): SourceError {
  const most = printBytes(MOST_ANSWER, { binary: true });
  return new SourceError('SOURCE_TOO_LARGE', `expected at most ${most} of streams, chapters and tags, got more`, {
    hint: 'Take chapters or tags out of the master: nobody can choose among so many.',
  });
}

/**
 * What ffprobe says of a file; with `countPackets` it is read to its end. Throws SourceError where it is no clip, or one
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
  if (bytes > MOST_ANSWER) throw tooMuchTold();
  return JSON.parse(printed) as ProbeAnswer;
}

// Bits a second of a still slide show with silence; a file that claims less claims a length that it does not have.
const LEAST_BITRATE = 500;

/** Where the last packet of the picture ends: read from the packets themselves, for files that lie or say nothing. */
async function measuredSeconds(ffprobe: string, file: string, stream: number): Promise<number> {
  const args = ['-select_streams', String(stream), '-show_entries', 'packet=pts_time,duration_time', '-of', 'csv=p=0'];
  const times = new PacketTimes();
  await askFfprobe(ffprobe, file, args, times.add);
  return times.finish();
}

async function durationOf(
  ffprobe: string,
  file: string,
  { format = {} }: ProbeAnswer,
  stream: number,
): Promise<number> {
  const claimed = Number(format.duration ?? 0);
  const bits = Number(format.size ?? 0) * 8;
  if (claimed > 0 && bits / claimed >= LEAST_BITRATE) return round(claimed);
  const measured = await measuredSeconds(ffprobe, file, stream);
  if (measured > 0 && bits / measured >= LEAST_BITRATE) return round(measured);
  throw damaged('a file that does not say how long it is');
}

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;

// Reference 2.8: what Dynamic Media takes. Larger frames need gigabytes to decode.
const MOST_SIDE = 16_384;

function checkSize({ width, height }: VideoFacts): void {
  if (Math.max(width, height) <= MOST_SIDE) return;
  throw new SourceError('SOURCE_TOO_LARGE', `expected at most ${MOST_SIDE} pixels a side, got ${width}×${height}`, {
    hint: 'Scale the master down before it enters the library.',
  });
}

/** Reads the facts of a clip from its header. Throws SourceError where there are none, EngineError without ffprobe. */
export async function probeVideo(file: string, mime: string, programs: Programs): Promise<VideoFacts> {
  const { ffprobe } = await findTools(programs);
  const answer = await probeFile(ffprobe, file);
  const picture = pictureStream(answer);
  if (picture === undefined) {
    throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', 'expected a clip with pictures, got sound alone', {
      hint: 'dmx makes renditions of pictures and clips; put the sound beside its clip as a sidecar.',
    });
  }
  if ((picture.width ?? 0) === 0 || (picture.height ?? 0) === 0) throw damaged('a picture without a size');
  const durationSeconds = await durationOf(ffprobe, file, answer, picture.index);
  const facts = videoFacts(answer, picture, { mime, durationSeconds });
  checkSize(facts);
  return facts;
}
