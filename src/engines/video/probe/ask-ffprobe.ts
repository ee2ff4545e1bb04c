import { runTool } from '../../../system/tool.ts';
import { ffmpegError } from '../ffmpeg/ffmpeg-error.ts';
import { INPUT_WHITELISTS, fileAddress } from '../ffmpeg/input.ts';
import { redactPaths } from '../ffmpeg/stderr.ts';

// A header is read in a fraction of a second; a clip whose index stands nowhere is read to its end.
export const PROBE_SECONDS = 120;

// A chapter takes about half a kilobyte, a stream two.
export const MOST_ANSWER = 4 << 20;

/** Asks ffprobe about a file; tells `onOutput` what it prints, too. Throws SourceError where it is no clip. */
export async function askFfprobe(
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
