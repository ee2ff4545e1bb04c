import path from 'node:path';
import type { SoundTrack } from '../../model/asset.ts';
import { masterInput, QUIET } from './ffmpeg/arguments.ts';
import { runFfmpeg } from './ffmpeg/ffmpeg.ts';
import { engineFailed } from './ffmpeg/ffmpeg-error.ts';
import { joinChannels, LAYOUT, WHOLE } from './ffmpeg/sound-arguments.ts';
import type { VideoContext } from './render-context.ts';

/** Decoded samples with timestamps. */
const FILE = ['-c:a', 'pcm_f32le', '-f', 'nut'] as const;

/** Writes a sound in one form from its beginning to the end of the clip. */
async function steady({ stream, right, sampleRate }: SoundTrack, context: VideoContext): Promise<string> {
  const { job, facts, tools, scratch } = context;
  const file = path.join(scratch, `.sound-${stream}.nut`);
  const filters = `${WHOLE},${LAYOUT}`;
  const sound =
    right === undefined
      ? ['-map', `0:${stream}`, '-af', filters]
      : ['-filter_complex', `${joinChannels(`0:${stream}`, `0:${right}`)},${filters}[a]`, '-map', '[a]'];
  // The picture is mapped too: where timestamps leap, ffmpeg corrects sound by its times.
  const picture = ['-map', `0:${facts.stream}`, '-c', 'copy', '-f', 'null', '-'];
  const form = ['-ar', String(sampleRate), '-t', String(facts.durationSeconds), ...FILE, file];
  const args = [...QUIET, ...masterInput(job.master.file, facts), ...sound, ...form];
  const means = { cwd: scratch, seconds: facts.durationSeconds, onShare: () => undefined };
  const { exitCode, stderr } = await runFfmpeg(tools, [...args, ...picture], means);
  if (exitCode !== 0) throw engineFailed(`the sound in stream ${stream}`, stderr);
  return file;
}

/**
 * Writes a sound anew, for the first that wants it, where it begins late and changes its channels or rate: silence can be
 * put before a sound only where ffmpeg does not build its filters a second time. Throws EngineError.
 */
export async function steadySound(track: SoundTrack | undefined, context: VideoContext): Promise<void> {
  if (track?.changes !== true || context.steady.has(track.stream)) return;
  context.steady.set(track.stream, await steady(track, context));
}
