import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { lookArguments } from './ffmpeg/frame-arguments.ts';
import { LOOK, type LookOutput } from './ffmpeg/frame-graph.ts';
import { runFfmpeg } from './ffmpeg/ffmpeg.ts';
import type { VideoContext } from './render-context.ts';

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
    const column = i % LOOK.width;
    if (column > 0 && column < LOOK.width - 1)
      detail += Math.abs(2 * value - (frame[i - 1] ?? 0) - (frame[i + 1] ?? 0)) / 2;
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

/** The file of what is looked at to find a poster over a colour, `ffffff`. */
export function lookOutput(background: string, { scratch }: Pick<VideoContext, 'scratch'>): LookOutput {
  return { background, file: path.join(scratch, `.poster-frames-${background}.gray`) };
}

/** Seconds from the start of the first frame of a look that is not black, blank or blurred; undefined where it has none. */
async function posterTimeIn({ file }: LookOutput): Promise<number | undefined> {
  const bytes = await readFile(file).catch(() => new Uint8Array());
  const size = LOOK.width * LOOK.height;
  const frames = Array.from({ length: Math.floor(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  return frames.length === 0 ? undefined : choosePoster(frames) / LOOK.framesASecond;
}

/**
 * Seconds from the start of the first frame that is not black, blank or blurred. `background` shows through its clear
 * parts: `ffffff`. It is looked for where it has not been while the clip was encoded.
 */
export async function findPosterTime(background: string, context: VideoContext): Promise<number> {
  const { job, facts, tools, scratch } = context;
  const look = lookOutput(background, context);
  const known = await posterTimeIn(look);
  if (known !== undefined) return known;
  const means = { cwd: scratch, seconds: LOOK.seconds, onShare: () => undefined };
  await runFfmpeg(tools, lookArguments(job.master.file, facts, look), means);
  return (await posterTimeIn(look)) ?? 0;
}
