import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findTools } from '../../../../../src/engines/video/ffmpeg/tools.ts';
import { notingFfmpeg } from '../../../../support/video/clips.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';

/** A program that says it is one of ffmpeg's, of some age. */
function writeTool(folder: string, name: string, codec: string): string {
  const file = join(folder, name);
  const banner = `${name} version 9.9-test Copyright\\nlibavcodec     ${codec}. 10.100 / ${codec}. 10.100\\n`;
  const lists = ' V..... = Video\\n V....D libx264              a codec\\n A..... aac a codec\\n';
  writeFileSync(file, `#!/bin/sh\nprintf '${banner}' >&2\nprintf '${lists}'\n`);
  chmodSync(file, 0o755);
  return file;
}

describe('the programs for clips', () => {
  it('are those that were named, and the ffprobe beside ffmpeg', async () => {
    const folder = ownFolder();
    const [ffmpeg, ffprobe] = [writeTool(folder, 'ffmpeg', '60'), writeTool(folder, 'ffprobe', '60')];
    const tools = await findTools({ ffmpeg });
    expect(tools).toMatchObject({ ffmpeg, ffprobe, version: '9.9-test', outdated: false });
    expect([...tools.encoders]).toEqual(expect.arrayContaining(['libx264', 'aac']));
  });

  it('are asked once what they are', async () => {
    const folder = ownFolder();
    const [ffmpeg, ffprobe] = [await notingFfmpeg(folder), await notingFfmpeg(folder, 'ffprobe')];
    const { version, probeVersion, encoders } = await findTools({ ffmpeg: ffmpeg.program });
    expect([version, encoders.has('aac')]).toEqual([probeVersion, true]);
    const asked = await Promise.all([ffmpeg.asked(), ffprobe.asked()]);
    expect(asked.map((lines) => lines.trim().split('\n').length)).toEqual([1, 1]);
  });

  it('may be old where they were named, and that is said', async () => {
    const folder = ownFolder();
    const ffmpeg = writeTool(folder, 'ffmpeg', '57');
    writeTool(folder, 'ffprobe', '57');
    expect((await findTools({ ffmpeg })).outdated).toBe(true);
  });

  it.each([{ ffmpeg: '/nowhere/ffmpeg' }, { ffprobe: '/nowhere/ffprobe' }])(
    'are missed where %o is none',
    async (named) => {
      await expect(findTools(named)).rejects.toMatchObject({ code: 'ENGINE_MISSING' });
    },
  );

  it('are looked for again after one was missing', async () => {
    const folder = ownFolder();
    const ffmpeg = join(folder, 'ffmpeg');
    await expect(findTools({ ffmpeg })).rejects.toMatchObject({ code: 'ENGINE_MISSING' });
    writeTool(folder, 'ffmpeg', '60');
    writeTool(folder, 'ffprobe', '60');
    expect((await findTools({ ffmpeg })).ffmpeg).toBe(ffmpeg);
  });
});
