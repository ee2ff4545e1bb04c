import { runTool } from '../../../system/tool.ts';
import { ffmpegError } from '../ffmpeg/ffmpeg-error.ts';
import { INPUT_WHITELISTS, fileAddress } from '../ffmpeg/input.ts';
import { redactPaths } from '../ffmpeg/stderr.ts';
import type { ProbeAnswer } from './probe-answer.ts';

// A header is read in a fraction of a second.
const PROBE_SECONDS = 120;

// A disk across a slow network reads as much in a second; what takes longer than that, and a while, hangs.
const SLOWEST_BYTES = 10 << 20;

/** Seconds that reading a whole file may take. */
export function readingSeconds({ format = {} }: ProbeAnswer): number {
  return PROBE_SECONDS + (Number(format.size) || 0) / SLOWEST_BYTES;
}

// A chapter takes about half a kilobyte, a stream two.
export const MOST_ANSWER = 4 << 20;

/** A decoder with as many threads as cores holds as many pictures: of 8K that is more than an examination may take. */
export const ONE_PICTURE = ['-threads', '1'] as const;

/**
 * Runs ffprobe on a file; `onOutput` receives its output as it comes. Throws SourceError where it is no clip,
 * EngineError (ENGINE_TIMEOUT).
 */
export async function askFfprobe(
  ffprobe: string,
  file: string,
  args: readonly string[],
  onOutput: (text: string) => void,
  timeoutSeconds: number = PROBE_SECONDS,
): Promise<string> {
  const given = ['-hide_banner', '-v', 'error', ...ONE_PICTURE, ...INPUT_WHITELISTS, ...args, fileAddress(file)];
  const limits = { timeoutSeconds, outputBytes: MOST_ANSWER };
  const { exitCode, stdout, stderr } = await runTool(ffprobe, given, { ...limits, onOutput });
  if (exitCode !== 0) throw ffmpegError(redactPaths(stderr, given));
  return stdout;
}
