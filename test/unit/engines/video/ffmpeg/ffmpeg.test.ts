import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ffmpegError } from '../../../../../src/engines/video/ffmpeg/ffmpeg-error.ts';
import { runFfmpeg } from '../../../../../src/engines/video/ffmpeg/ffmpeg.ts';
import { redactPaths } from '../../../../../src/engines/video/ffmpeg/stderr.ts';
import { findTools } from '../../../../../src/engines/video/ffmpeg/tools.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { smallDisk } from '../../../../support/files/small-disk.ts';

const PICTURES = ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=30:duration=4'] as const;

describe('ffmpeg on a disk that is full', () => {
  it.each([
    ['a clip', ['-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '9M', 'a.mp4']],
    ['what a first pass found', ['-c:v', 'libx264', '-pass', '1', '-passlogfile', 'pass', '-f', 'null', '-']],
  ])('is told as that, writing %s', async (_what, args) => {
    const folder = smallDisk(256 * 1024);
    if (folder === undefined) return;
    writeFileSync(join(folder, 'other'), Buffer.alloc(256 * 1024));
    const run = runFfmpeg(await findTools({}), [...PICTURES, ...args], {
      ...{ cwd: folder, seconds: 4, onShare: () => undefined },
    });
    await expect(run).rejects.toMatchObject({ name: 'StorageError', code: 'STORAGE_FULL' });
  });
});

describe('ffmpeg that stands still', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  /** A program in ffmpeg's place, and its run. */
  function start(script: string, onShare: () => void) {
    const cwd = ownFolder();
    const ffmpeg = join(cwd, 'ffmpeg');
    writeFileSync(ffmpeg, `#!/bin/sh\n${script}\n`);
    chmodSync(ffmpeg, 0o755);
    return { cwd, run: runFfmpeg({ ffmpeg }, [], { cwd, seconds: 4, onShare }) };
  }

  it('is ended where it has told of frames, and tells of no more', async () => {
    let tell = (): void => undefined;
    const told = new Promise<void>((resolve) => (tell = resolve));
    const { run } = start('printf "frame=1\\nout_time_us=1000000\\nprogress=continue\\n"; exec sleep 60', tell);
    const ended = expect(run).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
    await told;
    await vi.advanceTimersByTimeAsync(400_000);
    await ended;
  });

  it('is waited for until each of its files has begun, before which it tells nothing', async () => {
    const { cwd, run } = start('while [ ! -e go ]; do sleep 0.05; done', () => undefined);
    await vi.advanceTimersByTimeAsync(400_000);
    writeFileSync(join(cwd, 'go'), '');
    expect((await run).exitCode).toBe(0);
  });
});

describe('what ffmpeg says of a file', () => {
  it.each([
    '/library/my unknown codec.mp4',
    '/library/Permission denied',
    '/library/x: No such file or directory\n\u0001.mp4',
    '/library/a b.mp4: Decoder z not found',
  ])('is judged without its name: %j', (file) => {
    const said = `[mov @ 0x5627dcceb280] moov atom not found\nfile:${file.replace('\u0001', '?')}: Invalid data found\n`;
    const error = ffmpegError(redactPaths(said, ['-v', 'error', '-i', `file:${file}`, '/library']));
    expect(error).toMatchObject({ code: 'SOURCE_CORRUPT' });
    expect(error.message).toMatch(/got: Invalid data found$/);
  });

  it.each([
    ['the file: Permission denied', 'SOURCE_UNREADABLE'],
    ['Could not find codec parameters for stream 0', 'SOURCE_FORMAT_UNSUPPORTED'],
  ])('means what it says: %s', (said, code) => {
    expect(ffmpegError(said).code).toBe(code);
  });
});
