import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { masterInput, QUIET } from './ffmpeg/arguments.ts';
import type { VideoContext } from './render-context.ts';
import { flatten, wholeFrames } from './ffmpeg/filters.ts';
import { runFfmpeg } from './ffmpeg/ffmpeg.ts';

// Looked at: small gray frames of the beginning, where people expect the poster to be from.
const WIDTH = 160;
const HEIGHT = 90;
const FRAMES_A_SECOND = 2;
const LOOK_SECONDS = 15;

/** The bounds that tell a frame worth showing from one that is not, on samples of 0…255. */
interface Look {
  readonly mean: number;
  /** Standard deviation: how much there is to see. */
  readonly contrast: number;
  /** Mean difference between neighbours and what lies between them: how sharp it is. */
  readonly detail: number;
}

// Measured on clips of the corpus: black leaders lie under 20, title cards and skies under a contrast of 12, frames of a
// fade or out of focus under a detail of 1.5.
const LEAST: Look = { mean: 24, contrast: 14, detail: 1.5 };

function lookAt(frame: Uint8Array): Look {
  let [sum, squares, detail] = [0, 0, 0];
  for (let i = 0; i < frame.length; i++) {
    const value = frame[i] ?? 0;
    sum += value;
    squares += value * value;
    const column = i % WIDTH;
    if (column > 0 && column < WIDTH - 1) detail += Math.abs(2 * value - (frame[i - 1] ?? 0) - (frame[i + 1] ?? 0)) / 2;
  }
  const mean = sum / frame.length;
  return {
    mean,
    contrast: Math.sqrt(Math.max(0, squares / frame.length - mean * mean)),
    detail: detail / frame.length,
  };
}

const isWorthShowing = ({ mean, contrast, detail }: Look): boolean =>
  mean >= LEAST.mean && contrast >= LEAST.contrast && detail >= LEAST.detail;

/** Which of some frames is the poster: the first worth showing, else the one with most to see. */
export function choosePoster(frames: readonly Uint8Array[]): number {
  const looks = frames.map(lookAt);
  const good = looks.findIndex(isWorthShowing);
  if (good >= 0) return good;
  const most = Math.max(...looks.map(({ contrast }) => contrast));
  return Math.max(
    0,
    looks.findIndex(({ contrast }) => contrast === most),
  );
}

/**
 * Seconds from the start of the first frame that is not black, blank or blurred. `background` shows through its clear
 * parts: `ffffff`.
 */
export async function findPosterTime(
  { job, facts, tools, scratch }: VideoContext,
  background: string,
): Promise<number> {
  const file = path.join(scratch, '.poster-frames.gray');
  const filters = [
    ...[...wholeFrames(facts), ...flatten(background, facts, 'p')],
    `fps=${FRAMES_A_SECOND}:start_time=0,scale=${WIDTH}:${HEIGHT}:flags=area,format=gray`,
  ].join(',');
  const args = [
    ...[...QUIET, '-t', String(LOOK_SECONDS), ...masterInput(job.master.file, facts), '-map', `0:${facts.stream}`],
    ...['-vf', filters, '-f', 'rawvideo', file],
  ];
  await runFfmpeg(tools, args, { cwd: scratch, seconds: LOOK_SECONDS, onShare: () => undefined });
  const bytes = await readFile(file).catch(() => new Uint8Array());
  const size = WIDTH * HEIGHT;
  const frames = Array.from({ length: Math.floor(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  return frames.length === 0 ? 0 : choosePoster(frames) / FRAMES_A_SECOND;
}
