import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Size } from '../../../model/geometry.ts';
import { ANALYSIS_SIZE } from '../../crop/detector.ts';
import type { Picture } from '../../picture.ts';
import { masterInput, QUIET } from '../ffmpeg/arguments.ts';
import type { VideoContext } from '../render-context.ts';
import { ffmpegError, damaged } from '../ffmpeg/ffmpeg-error.ts';
import { runFfmpeg } from '../ffmpeg/ffmpeg.ts';
import { smallFrameFilters } from '../ffmpeg/filters.ts';

/** A frame of a clip, small, as detectors look at it. */
export interface Sample {
  readonly seconds: number;
  /** True if another scene begins with it. */
  readonly cut: boolean;
  readonly picture: () => Promise<Picture>;
}

// People do not leave the frame in less than a second, and a cut is looked at whenever it comes.
const APART_SECONDS = 1;

// A film of two hours is looked at no more often than a clip of five minutes, the longest that Dynamic Media crops.
const MOST_SAMPLES = 300;

// Flashes and strobes are no scenes: cuts nearer to each other than this are one.
const SCENE_SECONDS = 0.5;

/** The share of a frame that is new, 0…1, where another scene begins: as ffmpeg's own examples have it. */
const SCENE = 0.4;

function analysisSize({ width, height }: Size): Size {
  const scale = Math.min(1, ANALYSIS_SIZE / Math.max(width, height));
  const side = (length: number): number => Math.max(2, Math.round((length * scale) / 2) * 2);
  return { width: side(width), height: side(height) };
}

function selection(durationSeconds: number): string {
  const apart = Math.max(APART_SECONDS, durationSeconds / MOST_SAMPLES).toFixed(3);
  const since = 't-prev_selected_t';
  const wanted = `isnan(prev_selected_t)+gte(${since},${apart})+gt(scene,${SCENE})*gte(${since},${SCENE_SECONDS})`;
  return `select='${wanted}'`;
}

const TIMES = 'sample-times.txt';

/** Times and how much was new, a line or two each: `frame:0 pts:0 pts_time:0.04`, `lavfi.scene_score=0.51`. */
function parseTimes(text: string): readonly Pick<Sample, 'seconds' | 'cut'>[] {
  return text
    .split(/^frame:/m)
    .slice(1)
    .map((lines, i) => ({
      seconds: Number(/pts_time:(-?[\d.]+)/.exec(lines)?.[1] ?? 0),
      cut: i > 0 && Number(/scene_score=([\d.]+)/.exec(lines)?.[1] ?? 0) > SCENE,
    }));
}

async function readPicture(file: string, index: number, { width, height }: Size): Promise<Picture> {
  const handle = await open(file, 'r');
  try {
    const data = new Uint8Array(width * height * 3);
    await handle.read(data, 0, data.length, index * data.length);
    return { data, width, height, channels: 3 };
  } finally {
    await handle.close();
  }
}

/** Frames of a clip about a second apart and at every cut. Throws SourceError where nothing can be decoded. */
export async function sampleVideo({ job, facts, tools, scratch, onShare }: VideoContext): Promise<readonly Sample[]> {
  const size = analysisSize(facts);
  const file = path.join(scratch, 'samples.rgb');
  const filters = [
    ...smallFrameFilters(size, facts),
    selection(facts.durationSeconds),
    `metadata=mode=print:file=${TIMES}`,
  ];
  const args = [
    ...[...QUIET, ...masterInput(job.master.file, facts), '-map', `0:${facts.stream}`, '-vf', filters.join(',')],
    ...['-vsync', 'vfr', '-f', 'rawvideo', '-pix_fmt', 'rgb24', file],
  ];
  const { exitCode, stderr } = await runFfmpeg(tools, args, { cwd: scratch, seconds: facts.durationSeconds, onShare });
  if (exitCode !== 0) throw ffmpegError(stderr);
  const times = parseTimes(await readFile(path.join(scratch, TIMES), 'utf8').catch(() => ''));
  if (times.length === 0) throw damaged('a clip without a picture that can be decoded');
  return times.map((time, i) => ({ ...time, picture: () => readPicture(file, i, size) }));
}
