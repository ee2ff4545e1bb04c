import { masterInput, QUIET } from './ffmpeg/arguments.ts';
import { damaged, ffmpegError } from './ffmpeg/ffmpeg-error.ts';
import { runFfmpeg } from './ffmpeg/ffmpeg.ts';
import type { VideoContext } from './render-context.ts';

// Enough to meet a first picture, wherever it is.
const TRY_SECONDS = '30';

/** Throws SourceError where no picture of the master can be decoded: then nobody else is to blame. */
export async function checkDecodes({ job, facts, tools, scratch }: VideoContext): Promise<void> {
  const args = [...QUIET, ...masterInput(job.master.file, facts), '-map', `0:${facts.stream}`];
  const { exitCode, stdout, stderr } = await runFfmpeg(tools, [...args, '-t', TRY_SECONDS, '-f', 'null', '-'], {
    ...{ cwd: scratch, seconds: facts.durationSeconds, onShare: () => undefined },
  });
  const frames = [...stdout.matchAll(/^frame=(\d+)/gm)].at(-1)?.[1];
  if (exitCode === 0 && Number(frames) > 0) return;
  throw stderr === '' ? damaged('a clip without a picture that can be decoded') : ffmpegError(stderr);
}
