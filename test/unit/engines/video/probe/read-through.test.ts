import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findTools } from '../../../../../src/engines/video/ffmpeg/tools.ts';
import { endsTold } from '../../../../../src/engines/video/probe/ends.ts';
import { findLength } from '../../../../../src/engines/video/probe/length.ts';
import { pictureStream } from '../../../../../src/engines/video/probe/facts.ts';
import { probeFile, probeVideo } from '../../../../../src/engines/video/probe/probe.ts';
import { readThrough } from '../../../../../src/engines/video/probe/read-through.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { bars, joinClips, makeClip, notingFfmpeg, tone } from '../../../../support/video/clips.ts';
import { ENGINE_CONTEXT } from '../../../../support/processes/engine-context.ts';

const small = (seconds: number, size = '96x64'): readonly string[] => bars(seconds, size, 10);
const sound = (seconds: number): readonly string[] => tone(440, seconds);

let folder = '';
beforeEach(() => {
  folder = ownFolder();
});

/** Two clips of other sizes in one file. */
function resized(name: string, ...codec: readonly string[]): string {
  const parts = ['96x64', '64x96'].map((size, i) =>
    makeClip(folder, `${i}-${name}`, [...small(2, size), '-g', '10', ...codec]),
  );
  return joinClips(folder, name, parts);
}

const QUICK: Readonly<Record<string, readonly string[]>> = {
  'libaom-av1': ['-cpu-used', '8', '-usage', 'realtime'],
  libx265: ['-x265-params', 'log-level=none'],
};

describe('pictures that change their size within a clip', () => {
  it.each([
    ['vp8.webm', 'video/webm', 'libvpx'],
    ['vp9.webm', 'video/webm', 'libvpx-vp9'],
    ['av1.mkv', 'video/x-matroska', 'libaom-av1'],
    ['h264.mp4', 'video/mp4', 'libx264'],
    ['h264.mov', 'video/quicktime', 'libx264'],
    ['h265.ts', 'video/mp2t', 'libx265'],
    ['mpeg4.avi', 'video/vnd.avi', 'mpeg4'],
    ['mpeg2.ts', 'video/mp2t', 'mpeg2video'],
    ['flv1.flv', 'video/x-flv', 'flv1'],
  ])('are seen in %s', async (name, mime, codec) => {
    const quick = QUICK[codec] ?? [];
    const file = resized(name, '-c:v', codec, ...quick);
    expect(await probeVideo(file, mime, ENGINE_CONTEXT)).toMatchObject({ sizes: 'vary', width: 96, height: 64 });
  });

  it('are no matter where they all have one', async () => {
    const file = makeClip(folder, 'same.webm', [...small(2), '-c:v', 'libvpx-vp9', '-g', '5']);
    expect(await probeVideo(file, 'video/webm', ENGINE_CONTEXT)).not.toHaveProperty('sizes');
  });
});

/** A 32-bit number behind the name of each box of a type, a part of itself. */
function shorten(file: string, name: string, boxes: Readonly<Record<string, number>>): string {
  const bytes = readFileSync(file);
  for (const [box, offset] of Object.entries(boxes)) {
    for (let at = bytes.indexOf(box); at >= 0; at = bytes.indexOf(box, at + 1)) {
      bytes.writeUInt32BE(bytes.readUInt32BE(at + offset) >> 2, at + offset);
    }
  }
  const short = join(folder, name);
  writeFileSync(short, bytes);
  return short;
}

describe('the length of a clip', () => {
  it.each([
    ['mvhd', { mvhd: 20 }],
    ['mdhd', { mdhd: 20 }],
    ['all', { mvhd: 20, mdhd: 20, tkhd: 24 }],
  ] as const)('is what an MP4 lists, whatever its %s claims', async (name, boxes) => {
    const whole = makeClip(folder, 'whole.mp4', [...small(4), ...sound(4), '-c:a', 'aac']);
    const facts = await probeVideo(shorten(whole, `${name}.mp4`, boxes), 'video/mp4', ENGINE_CONTEXT);
    expect(Math.abs(facts.durationSeconds - 4)).toBeLessThan(0.1);
    expect(facts).not.toHaveProperty('seekable');
  });

  it('is what a file holds that claims none, as browsers record it', async () => {
    const args = ['-v', 'error', ...small(3), ...sound(3), '-c:v', 'libvpx', '-f', 'webm', '-'];
    writeFileSync(join(folder, 'live.webm'), execFileSync('ffmpeg', args));
    const facts = await probeVideo(join(folder, 'live.webm'), 'video/webm', ENGINE_CONTEXT);
    expect(Math.abs(facts.durationSeconds - 3)).toBeLessThan(0.1);
    expect(facts.pictureSeconds).toBeCloseTo(3, 1);
  });

  it.each([
    ['avi', 'video/vnd.avi', ['-c:v', 'mpeg4', '-bf', '2', '-c:a', 'mp3']],
    ['vob', 'video/MP2P', ['-c:v', 'mpeg2video', '-bf', '2', '-c:a', 'mp2']],
    ['mpg', 'video/MP1S', ['-c:v', 'mpeg2video', '-bf', '2', '-c:a', 'mp2']],
  ] as const)('is that of a clip in %s, whose frames have no time to be shown at', async (form, mime, codecs) => {
    const file = makeClip(folder, `untimed.${form}`, [...bars(6), ...sound(6), ...codecs]);
    const facts = await probeVideo(file, mime, ENGINE_CONTEXT);
    expect(Math.abs(facts.durationSeconds - 6)).toBeLessThan(0.15);
    expect(facts).not.toHaveProperty('sizes');
  });

  it('is that of a clip whose key frames cannot be handed on, in two readings', async () => {
    const file = makeClip(folder, 'stopped.mkv', [...small(4), ...sound(4), '-g', '10']);
    const tools = await findTools({});
    const fails = join(folder, 'fails');
    writeFileSync(fails, `#!/bin/sh\ncase "$*" in *pipe:3*) exit 1;; esac\nexec ${tools.ffmpeg} "$@"\n`);
    chmodSync(fails, 0o755);
    const answer = await probeFile(tools.ffprobe, file);
    const picture = pictureStream(answer);
    if (picture === undefined) throw new Error('no picture');
    const read = await readThrough({ ...tools, ffmpeg: fails }, file, answer, picture);
    expect(read).toMatchObject({ ends: { picture: expect.closeTo(4, 0.5), sound: expect.closeTo(4, 0.5) }, sizes: [] });
  });

  it.each(['mkv', 'webm'])('has the last picture in it that the header of a %s leaves out', async (form) => {
    const codec = ['-c:v', 'libvpx', '-output_ts_offset', '-0.4', '-avoid_negative_ts', 'disabled'];
    const file = makeClip(folder, `early.${form}`, [...small(4), ...sound(4), '-c:a', 'libopus', ...codec]);
    const { format } = await probeFile((await findTools({})).ffprobe, file);
    expect(Number(format?.duration)).toBeLessThan(3.7);
    const facts = await probeVideo(file, 'video/webm', ENGINE_CONTEXT);
    expect(Math.abs(facts.durationSeconds - 4)).toBeLessThan(0.05);
    expect(facts).not.toHaveProperty('seekable');
  });

  it('is what the header claims where only the guess of how long the last frame stands goes beyond it', async () => {
    // Ten frames in a second, one after seven more: the average one stands for more than half a second.
    const times = ['-vf', "select='lt(n,10)+eq(n,80)'", '-fps_mode', 'vfr', '-c:v', 'libx264', '-bf', '0'];
    const timed = makeClip(folder, 'still.mp4', [...bars(9, '96x64', 10), ...times]);
    const file = makeClip(folder, 'still.mkv', ['-i', timed, '-c', 'copy']);
    const { format } = await probeFile((await findTools({})).ffprobe, file);
    const facts = await probeVideo(file, 'video/x-matroska', ENGINE_CONTEXT);
    expect(Number(format?.duration)).toBeCloseTo(8.1, 1);
    expect(facts.durationSeconds).toBe(Number(format?.duration));
    expect(facts).not.toHaveProperty('seekable');
  });

  it('takes one reading of the file, and few programs', async () => {
    const file = makeClip(folder, 'one.mkv', [...small(4), ...sound(4)]);
    const noting = [await notingFfmpeg(folder), await notingFfmpeg(folder, 'ffprobe')] as const;
    const programs = { ffmpeg: noting[0].program, ffprobe: noting[1].program };
    await findTools(programs);
    const told = (): Promise<readonly string[]> => Promise.all(noting.map(({ asked }) => asked()));
    const before = await told();
    await probeVideo(file, 'video/x-matroska', { ...ENGINE_CONTEXT, programs });
    const since = (await told()).map((text, i) => text.slice(before[i]?.length));
    const asked = since.join('').trim().split('\n');
    expect(asked).toHaveLength(4);
    expect(asked.filter((line) => line.includes('file:') && !/read_intervals|show_format/.test(line))).toHaveLength(1);
  });

  it('is what the header claims where reading takes too long, which is told; else it is an error', async () => {
    const file = makeClip(folder, 'slow.mkv', [...small(4)]);
    const tools = await findTools({});
    const slow = join(folder, 'slow');
    writeFileSync(slow, '#!/bin/sh\nexec sleep 60\n');
    chmodSync(slow, 0o755);
    const answer = await probeFile(tools.ffprobe, file);
    const picture = pictureStream(answer);
    if (picture === undefined) throw new Error('no picture');
    const read = await readThrough({ ...tools, ffmpeg: slow }, file, answer, picture, 1);
    expect(read.gaveUp).toMatchObject({ code: 'ENGINE_TIMEOUT' });
    const { ends } = endsTold(tools.ffprobe, file, answer, 0);
    const seen = { ...read, frameSeconds: 0.1 };
    expect((await findLength(answer, seen, ends)).durationSeconds).toBeCloseTo(4, 1);
    const silent = { ...answer, format: {} };
    const nothing = endsTold('/bin/false', file, answer, 0);
    await expect(findLength(silent, seen, nothing.ends)).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
  });
});

describe('sound that cannot be decoded', () => {
  it.each([0.2, 0.4, 2])('is told of a clip of %s s', async (seconds) => {
    const unheard = [...sound(seconds), '-c:a', 'ac3'];
    const file = makeClip(folder, `unheard-${seconds}.mkv`, [...small(seconds), ...unheard]);
    const places = ['-v', 'error', '-select_streams', 'a', '-show_entries', 'packet=pos,size', '-of', 'csv=p=0', file];
    const bytes = readFileSync(file);
    for (const line of execFileSync('ffprobe', places, { encoding: 'utf8' }).trim().split('\n')) {
      const [size = 0, at = 0] = line.split(',').map(Number);
      bytes.fill(0, at, at + size);
    }
    writeFileSync(file, bytes);
    expect(await probeVideo(file, 'video/x-matroska', ENGINE_CONTEXT)).toMatchObject({
      sound: [],
      unheard: [{ stream: 1 }],
    });
  });
});
