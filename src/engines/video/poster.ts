import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { posterScanArguments } from './ffmpeg/frame-arguments.ts';
import { POSTER_SCAN, type PosterScanOutput } from './ffmpeg/frame-graph.ts';
import { runFfmpeg } from './ffmpeg/ffmpeg.ts';
import type { VideoContext } from './render-context.ts';

/** Measures of a frame, on luma of 0…255. */
interface FrameStatistics {
  readonly mean: number;
  /** Standard deviation. */
  readonly contrast: number;
  /** Mean absolute second difference along rows: sharpness. */
  readonly detail: number;
}

// Measured on clips of the corpus: black leaders lie under 20, title cards and skies under a contrast of 12, frames of a
// fade or out of focus under a detail of 1.5.
const LEAST: FrameStatistics = { mean: 24, contrast: 14, detail: 1.5 };

function measureFrame(frame: Uint8Array): FrameStatistics {
  let [sum, squares, detail] = [0, 0, 0];
  for (let i = 0; i < frame.length; i++) {
    const value = frame[i] ?? 0;
    sum += value;
    squares += value * value;
    const column = i % POSTER_SCAN.width;
    if (column > 0 && column < POSTER_SCAN.width - 1)
      detail += Math.abs(2 * value - (frame[i - 1] ?? 0) - (frame[i + 1] ?? 0)) / 2;
  }
  const mean = sum / frame.length;
  return {
    mean,
    contrast: Math.sqrt(Math.max(0, squares / frame.length - mean * mean)),
    detail: detail / frame.length,
  };
}

const isWorthShowing = ({ mean, contrast, detail }: FrameStatistics): boolean =>
  mean >= LEAST.mean && contrast >= LEAST.contrast && detail >= LEAST.detail;

/** Which of some frames is the poster: the first worth showing, else the one with most to see. */
export function choosePoster(frames: readonly Uint8Array[]): number {
  const measured = frames.map(measureFrame);
  const good = measured.findIndex(isWorthShowing);
  if (good >= 0) return good;
  const most = Math.max(...measured.map(({ contrast }) => contrast));
  return Math.max(
    0,
    measured.findIndex(({ contrast }) => contrast === most),
  );
}

/** The file of the frames that the poster over a background colour (`ffffff`) is chosen from. */
export function posterScanOutput(background: string, { scratch }: Pick<VideoContext, 'scratch'>): PosterScanOutput {
  return { background, file: path.join(scratch, `.poster-frames-${background}.gray`) };
}

/** Seconds from the start of the first frame of a scan that is not black, blank or blurred; undefined where it has none. */
async function posterTimeIn({ file }: PosterScanOutput): Promise<number | undefined> {
  const bytes = await readFile(file).catch(() => new Uint8Array());
  const size = POSTER_SCAN.width * POSTER_SCAN.height;
  const frames = Array.from({ length: Math.floor(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  return frames.length === 0 ? undefined : choosePoster(frames) / POSTER_SCAN.framesASecond;
}

/**
 * Seconds from the start of the first frame that is not black, blank or blurred. `background` shows through its clear
 * parts: `ffffff`. The clip is scanned unless that was done while encoding it.
 */
export async function findPosterTime(background: string, context: VideoContext): Promise<number> {
  const { job, facts, tools, scratch } = context;
  const scan = posterScanOutput(background, context);
  const known = await posterTimeIn(scan);
  if (known !== undefined) return known;
  const means = { cwd: scratch, seconds: POSTER_SCAN.seconds, onShare: () => undefined };
  await runFfmpeg(tools, posterScanArguments(job.master.file, facts, scan), means);
  return (await posterTimeIn(scan)) ?? 0;
}
