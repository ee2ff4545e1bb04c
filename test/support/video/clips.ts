import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
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

/** The frame of a clip at a time, written as `form` says. */
export function frameAt(file: string, seconds: number, ...form: readonly string[]): Buffer {
  return execFileSync('ffmpeg', ['-v', 'error', '-ss', String(seconds), '-i', file, '-frames:v', '1', ...form, '-']);
}

/** One clip behind another in a file, whatever their sizes. `parts`: absolute paths. */
export function joinClips(folder: string, name: string, parts: readonly string[]): string {
  const list = join(folder, `${name}.txt`);
  writeFileSync(list, parts.map((file) => `file '${file}'\n`).join(''));
  return makeClip(folder, name, ['-f', 'concat', '-safe', '0', '-i', list, '-c', 'copy']);
}

/** Moving bars with a counter. */
export function bars(seconds: number, size = '160x120', rate = 25): readonly string[] {
  return ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`];
}

export function tone(hertz: number, seconds: number): readonly string[] {
  return ['-f', 'lavfi', '-i', `sine=frequency=${hertz}:sample_rate=48000:duration=${seconds}`];
}

/** Moving bars with a counter, and a tone. */
export function testSource(size: string, rate: number, seconds: number): readonly string[] {
  return [...bars(seconds, size, rate), ...tone(440, seconds)];
}

/** A program in `folder` that notes what it is asked, ffmpeg where no other is named. */
export async function notingFfmpeg(
  folder: string,
  name = 'ffmpeg',
): Promise<{ readonly program: string; readonly asked: () => Promise<string> }> {
  const [program, notes] = [join(folder, name), join(folder, `${name}.notes`)];
  await writeFile(program, `#!/bin/sh\necho "$@" >> ${notes}\nexec ${name} "$@"\n`);
  await chmod(program, 0o755);
  return { program, asked: () => readFile(notes, 'utf8') };
}

/** An MXF (SMPTE ST 377) of MPEG-2 and PCM, as cameras and playout write it. */
export function makeMxf(folder: string, name: string, seconds = 2): string {
  return makeClip(folder, name, [...testSource('320x180', 25, seconds), '-c:v', 'mpeg2video', '-c:a', 'pcm_s16le']);
}

/** The box that every file of the JPEG 2000 family begins with (ISO/IEC 15444-3 §5.1.3); ffmpeg leaves it out. */
const JP2_SIGNATURE = Buffer.from('0000000c6a5020200d0a870a', 'hex');

/** A Motion JPEG 2000 clip. Its offsets are counted from its fragments, so that a box may be put before them. */
export function makeMotionJpeg2000(folder: string, name: string, seconds = 2): string {
  const container = ['-f', 'mov', '-brand', 'mjp2', '-movflags', 'frag_keyframe+empty_moov+default_base_moof'];
  const file = makeClip(folder, name, [...bars(seconds, '320x180'), '-c:v', 'jpeg2000', ...container]);
  writeFileSync(file, Buffer.concat([JP2_SIGNATURE, readFileSync(file)]));
  return file;
}
