import { EngineError, StorageError } from '../../../model/errors.ts';
import { writeFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import { writingError, storageError } from '../../../system/storage-error.ts';
import { runTool, type ToolOptions, type ToolResult } from '../../../system/tool.ts';
import { Progress } from './progress.ts';
import { redactPaths } from './stderr.ts';
import type { Tools } from './tools.ts';

/** One process that writes files. */
export interface FfmpegRun {
  /** Folder in which relative paths lie. */
  readonly cwd: string;
  /** The length of what it writes, for its progress. */
  readonly seconds: number;
  /** Told the share that is done, 0…1, each time it has grown. */
  readonly onShare: (share: number) => void;
  /** Told each line that it prints. */
  readonly onLine?: (line: string) => void;
  /** Aborted = ended. */
  readonly signal?: AbortSignal;
  /** The ends of pipes that it reads and writes. */
  readonly ends?: Pick<ToolOptions, 'descriptors' | 'onStart'>;
}

// ffmpeg prints little at this log level; SVT-AV1 would print its whole configuration.
const TOLD = { outputBytes: 64 << 10, env: { SVT_LOG: '1' } } as const;

// A slow encoder starts one frame of 8K in less; a decoder in an endless loop never comes back.
const STALL_SECONDS = 180;
const LOOK_EVERY_MS = 5_000;

function stalled(): EngineError {
  return new EngineError('ENGINE_TIMEOUT', `expected ffmpeg to go on, got no frame in ${STALL_SECONDS} s`, {
    hint: 'Look at what the machine is doing; if the master alone does this, it is damaged or hostile.',
  });
}

// Less than this is no room for any clip; more than the blocks that a program leaves over when it gives up.
const LEAST_ROOM = Buffer.alloc(1 << 20, 1);

/**
 * Throws StorageError where the disk refused a write of ffmpeg. Not every encoder reports that (x264's statistics do
 * not), and space may be freed again quickly: so stderr is searched first, then the disk is probed.
 */
async function checkDisk(folder: string, said: string): Promise<void> {
  const told = writingError(new Error(said), folder);
  if (told instanceof StorageError) throw told;
  const file = path.join(folder, '.room');
  try {
    await writeFile(file, LEAST_ROOM);
  } catch (error) {
    throw storageError(error, folder);
  } finally {
    await unlink(file).catch(() => undefined);
  }
}

/**
 * Runs ffmpeg with `-progress`. A failing exit code is returned, not thrown; stderr comes without file paths. Throws
 * EngineError: ENGINE_TIMEOUT where progress stalls, ENGINE_MISSING where ffmpeg cannot be started; StorageError where
 * the disk of `cwd`, in which it writes, is full.
 */
export async function runFfmpeg(
  { ffmpeg }: Pick<Tools, 'ffmpeg'>,
  args: readonly string[],
  { cwd, seconds, onShare, onLine, signal, ends = {} }: FfmpegRun,
): Promise<ToolResult> {
  const progress = new Progress(seconds, onShare, onLine);
  const abort = new AbortController();
  const stop = signal === undefined ? abort.signal : AbortSignal.any([abort.signal, signal]);
  let [told, since] = ['', performance.now()];
  const watch = setInterval(() => {
    // It tells nothing before each of its files has begun, and a sheet of thumbnails begins when the clip ends: till then the
    // time limit of the asset holds.
    if (told === '' || progress.told !== told) [told, since] = [progress.told, performance.now()];
    else if (performance.now() - since > STALL_SECONDS * 1000) abort.abort(stalled());
  }, LOOK_EVERY_MS);
  try {
    const result = await runTool(ffmpeg, args, { ...TOLD, ...ends, cwd, signal: stop, onOutput: progress.add });
    const stderr = redactPaths(result.stderr, args);
    if (result.exitCode !== 0 || stderr !== '') await checkDisk(cwd, stderr);
    return { ...result, stderr };
  } finally {
    clearInterval(watch);
  }
}
