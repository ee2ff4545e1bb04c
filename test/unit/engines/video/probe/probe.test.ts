import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { probeVideo } from '../../../../../src/engines/video/probe/probe.ts';
import { makeClip } from '../../../../support/video/clips.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { ENGINE_CONTEXT } from '../../../../support/processes/engine-context.ts';

describe('a clip with more chapters than anybody could choose from', () => {
  it('is refused by what is too much', async () => {
    const folder = ownFolder();
    const chapter = (i: number): string =>
      `[CHAPTER]\nTIMEBASE=1/1000000\nSTART=${i * 30}\nEND=${i * 30 + 20}\ntitle=${i}\n`;
    const text = `;FFMETADATA1\n${Array.from({ length: 20_000 }, (_, i) => chapter(i)).join('')}`;
    writeFileSync(join(folder, 'chapters.txt'), text);
    const picture = ['-f', 'lavfi', '-i', 'color=size=64x64:rate=1:duration=2'];
    const clip = makeClip(folder, 'a.mkv', [...picture, '-i', join(folder, 'chapters.txt'), '-map_chapters', '1']);
    const refused = { name: 'SourceError', code: 'SOURCE_TOO_LARGE', message: expect.stringContaining('chapters') };
    await expect(probeVideo(clip, 'video/x-matroska', ENGINE_CONTEXT)).rejects.toMatchObject(refused);
  });
});
