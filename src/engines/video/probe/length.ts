import { DmxError } from '../../../model/errors.ts';
import { runTool } from '../../../system/tool.ts';
import { damaged } from '../ffmpeg/ffmpeg-error.ts';
import { INPUT_WHITELISTS, fileAddress } from '../ffmpeg/input.ts';
import type { Tools } from '../ffmpeg/tools.ts';
import { askFfprobe, PROBE_SECONDS } from './ask-ffprobe.ts';
import { Lines } from './lines.ts';
import { PacketTimes } from './packet-times.ts';
import type { ProbeAnswer, ProbeStream } from './probe-answer.ts';

/** How long a clip is. Seconds. */
export interface Length {
  readonly durationSeconds: number;
  /** Of the picture alone, where that was measured. */
  readonly pictureSeconds?: number;
  /** `false`: times in the file do not grow, or its header claims too little. */
  readonly seekable?: false;
}

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** ffmpeg's words for a time that a packet does not have. */
const NO_TIME = -9_223_372_036_854_775_808;

/** Reads where streams end, as ffmpeg's `framecrc` prints packets: `0, 714422, 718022, 3600, 899, 0x4428…`. */
class Ends {
  readonly #units: number[] = [];
  readonly seconds: number[] = [];

  readonly take = (line: string): void => {
    const [, unitOf, over, under] = /^#tb (\d+): (\d+)\/(\d+)/.exec(line) ?? [];
    if (unitOf !== undefined) this.#units[Number(unitOf)] = Number(over) / Number(under);
    if (line.startsWith('#')) return;
    const [stream = -1, dts = NO_TIME, pts = NO_TIME, length = 0] = line.split(',', 4).map(Number);
    const unit = this.#units[stream];
    if (unit === undefined || dts <= NO_TIME) return;
    // A packet without a time of its own is shown after its turn to be decoded.
    const end = pts <= NO_TIME ? dts + 2 * length : pts + length;
    this.seconds[stream] = Math.max(this.seconds[stream] ?? 0, end * unit);
  };
}

/**
 * How long the picture and all of a clip are as ffmpeg reads them, which takes parts that were put one behind the other,
 * and times that leap, as one clip. Undefined where that takes too long or cannot be done.
 */
async function readLength(
  { ffmpeg }: Tools,
  file: string,
  stream: number,
): Promise<{ readonly picture: number; readonly all: number } | undefined> {
  const input = ['-hide_banner', '-nostdin', '-v', 'error', ...INPUT_WHITELISTS, '-i', fileAddress(file)];
  const output = ['-map', `0:${stream}`, '-map', '0:a?', '-c', 'copy', '-f', 'framecrc', '-'];
  const ends = new Ends();
  const lines = new Lines(ends.take);
  try {
    await runTool(ffmpeg, [...input, ...output], {
      timeoutSeconds: PROBE_SECONDS,
      outputBytes: 1,
      onOutput: lines.add,
    });
  } catch (error) {
    if (error instanceof DmxError) return undefined;
    throw error;
  }
  lines.finish();
  const picture = ends.seconds[0] ?? 0;
  return picture > 0 ? { picture, all: Math.max(...ends.seconds.filter((one) => one > 0)) } : undefined;
}

/** Where the last packet of the picture ends, by the times in the file alone. */
async function toldSeconds(ffprobe: string, file: string, stream: number): Promise<number> {
  const args = ['-select_streams', String(stream), '-show_entries', 'packet=pts_time,duration_time', '-of', 'csv=p=0'];
  const times = new PacketTimes();
  await askFfprobe(ffprobe, file, args, times.add);
  return times.finish();
}

// Bits a second of a still slide show with silence; a file that claims less claims a length that it does not have.
const LEAST_BITRATE = 500;

// Rounding, and sound that goes on for a moment: no header that is wrong.
const SAME_SECONDS = 0.5;
const SAME_SHARE = 0.05;

/** MP4 and its kin list every frame with its time in their index: what they claim is what they hold. */
const hasIndex = ({ format = {} }: ProbeAnswer): boolean => (format.format_name ?? '').split(',').includes('mp4');

function isClaim(seconds: number, { format = {} }: ProbeAnswer): boolean {
  return seconds > 0 && (Number(format.size ?? 0) * 8) / seconds >= LEAST_BITRATE;
}

/**
 * The length of a clip: what its header claims where that can be believed, else what it holds. Headers of other forms than
 * MP4 tell of a first part alone, or of times that leap. Throws SourceError where nothing tells.
 */
export async function findLength(
  tools: Tools,
  file: string,
  answer: ProbeAnswer,
  picture: ProbeStream,
): Promise<Length> {
  const claimed = Number(answer.format?.duration ?? 0);
  const believed = isClaim(claimed, answer);
  if (believed && hasIndex(answer)) return { durationSeconds: round(claimed) };
  const read = await readLength(tools, file, picture.index);
  if (believed && read !== undefined) {
    const isShort = claimed < read.all - SAME_SECONDS;
    const isLong = claimed > read.all + Math.max(SAME_SECONDS, claimed * SAME_SHARE);
    // A file that was cut off ends before the time that its header claims; one whose times leap does not.
    const leaps = isLong && (await toldSeconds(tools.ffprobe, file, picture.index)) >= claimed * (1 - SAME_SHARE);
    if (!isShort && !leaps) return { durationSeconds: round(claimed) };
    return { durationSeconds: round(read.all), pictureSeconds: round(read.picture), seekable: false };
  }
  if (believed) return { durationSeconds: round(claimed) };
  const told = await toldSeconds(tools.ffprobe, file, picture.index);
  if (!isClaim(told, answer)) throw damaged('a file that does not say how long it is');
  return { durationSeconds: round(told) };
}
