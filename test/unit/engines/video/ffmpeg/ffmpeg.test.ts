import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ffmpegError } from '../../../../../src/engines/video/ffmpeg/ffmpeg-error.ts';
import { runFfmpeg } from '../../../../../src/engines/video/ffmpeg/ffmpeg.ts';
import { redactPaths } from '../../../../../src/engines/video/ffmpeg/stderr.ts';
import { findTools } from '../../../../../src/engines/video/ffmpeg/tools.ts';
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
