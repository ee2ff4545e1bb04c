import { execFileSync } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VideoFacts } from '../../../src/model/asset.ts';

/** A clip as most are: ten seconds of Full HD with stereo sound. */
export const CLIP: VideoFacts = {
  kind: 'video',
  mime: 'video/mp4',
  width: 1920,
  height: 1080,
  rotation: 0,
  frameRate: [30, 1],
  variableRate: false,
  durationSeconds: 10,
  pictureSeconds: 10,
  stream: 0,
  codec: 'h264',
  depth: 8,
  interlaced: false,
  hdr: null,
  matrix: 'bt709',
  sound: [{ stream: 1, codec: 'aac', channels: 2, sampleRate: 48_000, language: null, title: null }],
  text: [],
  chapters: [],
  projection: null,
};

/** Runs ffmpeg and answers the file it made in `folder`. */
export function makeClip(folder: string, name: string, args: readonly string[]): string {
  const file = join(folder, name);
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args, file]);
  return file;
}

/** Moving bars with a counter, and a tone. */
export function testSource(size: string, rate: number, seconds: number): readonly string[] {
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`];
  return [...picture, '-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`];
}

/** An ffmpeg in `folder` that notes what it is asked. */
export async function notingFfmpeg(
  folder: string,
): Promise<{ readonly program: string; readonly asked: () => Promise<string> }> {
  const [program, notes] = [join(folder, 'ffmpeg'), join(folder, 'notes')];
  await writeFile(program, `#!/bin/sh\necho "$@" >> ${notes}\nexec ffmpeg "$@"\n`);
  await chmod(program, 0o755);
  return { program, asked: () => readFile(notes, 'utf8') };
}
