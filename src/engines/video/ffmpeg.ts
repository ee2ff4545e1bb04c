import { EngineError } from '../../model/errors.ts';
import { runTool, type ToolResult } from '../../system/tool.ts';
import { Progress } from './progress.ts';
import type { Tools } from './tools.ts';

/** One process that writes files. */
export interface FfmpegRun {
  /** Folder in which relative paths lie. */
  readonly cwd: string;
  /** How long what it writes will be, for its progress. */
  readonly seconds: number;
  /** Told the share that is done, 0…1, each time it has grown. */
  readonly onShare: (share: number) => void;
}

// What it says of errors is short; SVT-AV1 would tell its whole configuration beside them.
const TOLD = { outputBytes: 64 << 10, env: { SVT_LOG: '1' } } as const;

// A slow encoder starts one frame of 8K in less; a decoder in an endless loop never comes back.
const STALL_SECONDS = 180;
const LOOK_EVERY_MS = 5_000;

function stalled(): EngineError {
  return new EngineError('ENGINE_TIMEOUT', `expected ffmpeg to go on, got no frame in ${STALL_SECONDS} s`, {
    hint: 'Look at what the machine is doing; if the master alone does this, it is damaged or hostile.',
  });
}

/**
 * Runs ffmpeg with arguments that make it tell its progress. A failing exit code is an answer. Throws EngineError:
 * ENGINE_TIMEOUT where it stands still, ENGINE_MISSING where it cannot be started.
 */
export async function runFfmpeg(
  { ffmpeg }: Tools,
  args: readonly string[],
  { cwd, seconds, onShare }: FfmpegRun,
): Promise<ToolResult> {
  const progress = new Progress(seconds, onShare);
  const abort = new AbortController();
  let [told, since] = ['', performance.now()];
  const watch = setInterval(() => {
    if (progress.told !== told) [told, since] = [progress.told, performance.now()];
    else if (performance.now() - since > STALL_SECONDS * 1000) abort.abort(stalled());
  }, LOOK_EVERY_MS);
  try {
    return await runTool(ffmpeg, args, { ...TOLD, cwd, signal: abort.signal, onOutput: progress.add });
  } finally {
    clearInterval(watch);
  }
}
