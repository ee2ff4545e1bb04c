import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PacketTimes } from '../../../../../src/engines/video/probe/packet-times.ts';
import { probeVideo } from '../../../../../src/engines/video/probe/probe.ts';
import { makeClip } from '../../../../support/video/clips.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';

describe('the length of a clip by its packets', () => {
  const lines = ['N/A,0.010000', '0.500000,0.010000', '10799.940000,0.010000', '10799.930000,N/A', '10.0', ''];

  it('goes from the first to the end of the last, wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(lines.join('\n').length)), (cuts) => {
        const [text, times] = [lines.join('\n'), new PacketTimes()];
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        places.forEach((place, i) => times.add(text.slice(places[i - 1] ?? 0, place)));
        expect(times.finish()).toBeCloseTo(10_799.45, 6);
      }),
    );
  });

  it('is none where no packet has a time', () => {
    const times = new PacketTimes();
    times.add('N/A,N/A\n');
    expect(times.finish()).toBe(0);
  });
});

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
    await expect(probeVideo(clip, 'video/x-matroska', {})).rejects.toMatchObject(refused);
  });
});
