import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTrack, type WrittenTrack } from '../../../../../src/engines/video/mp4/read-track.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { bars, makeClip, tone } from '../../../../support/video/clips.ts';

const FRAGMENTS = ['-movflags', '+dash+global_sidx+skip_trailer+delay_moov+frag_keyframe'];

/** The same by ffprobe. */
function probed(file: string): WrittenTrack {
  const args = ['-v', 'error', '-count_packets', '-show_streams', '-of', 'json', file];
  const { streams } = JSON.parse(execFileSync('ffprobe', args, { encoding: 'utf8' })) as {
    streams: readonly Readonly<Record<string, string | number | undefined>>[];
  };
  const { codec_name, width = 0, height = 0, channels = 0, sample_rate = 0, nb_read_packets } = streams[0] ?? {};
  const numbers = { width, height, channels, sampleRate: sample_rate, packets: nb_read_packets };
  const entries = Object.entries(numbers).map(([name, value]) => [name, Number(value)] as const);
  return { codec: String(codec_name), ...Object.fromEntries(entries) } as unknown as WrittenTrack;
}

const CASES = {
  'h264.mp4': [...bars(2, '320x180'), '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '20'],
  'hevc.mp4': [...bars(1), '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=0', '-tag:v', 'hvc1'],
  'vp9.mp4': [...bars(1), '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'],
  'av1.mp4': [...bars(0.4), '-c:v', 'libaom-av1', '-usage', 'realtime', '-cpu-used', '8'],
  'mono.mp4': [...tone(440, 1), '-c:a', 'aac', '-ac', '1', '-ar', '22050'],
  'stereo.mp4': [...tone(440, 1), '-c:a', 'aac', '-ac', '2', '-ar', '44100'],
  'opus.mp4': [...tone(440, 1), '-c:a', 'libopus', '-ac', '1'],
} as const;

const make = (folder: string, name: keyof typeof CASES): string =>
  makeClip(folder, name, [...CASES[name], ...FRAGMENTS]);

describe('the track of a file in fragments', () => {
  it.each(Object.keys(CASES) as readonly (keyof typeof CASES)[])(
    'is described as ffprobe describes it (%s)',
    async (name) => {
      const file = make(ownFolder(), name);
      expect(await readTrack(file)).toEqual(probed(file));
    },
  );

  it('is heard at twice the rate that HE-AAC is stored at, and its second form in stereo', async () => {
    const folder = ownFolder();
    const bytes = readFileSync(make(folder, 'mono.mp4'));
    const at = bytes.indexOf(Buffer.from([0x05, 0x80, 0x80, 0x80]), bytes.indexOf('esds')) + 5;
    const file = join(folder, 'he.mp4');
    // Type 5 or 29, index 7 (22,050 Hz), one channel, index 4 (44,100 Hz).
    for (const [type, channels] of [
      [5, 1],
      [29, 2],
    ] as const) {
      bytes.writeUInt16BE((type << 11) | (7 << 7) | (1 << 3) | (4 >> 1), at);
      writeFileSync(file, bytes);
      expect(await readTrack(file)).toMatchObject({ codec: 'aac', channels, sampleRate: 44_100 });
    }
  });

  it('has no packets of a fragment that is cut off, and is none without its description', async () => {
    const folder = ownFolder();
    const bytes = readFileSync(make(folder, 'h264.mp4'));
    const file = join(folder, 'cut.mp4');
    writeFileSync(file, bytes.subarray(0, -1));
    expect(await readTrack(file)).toMatchObject({ codec: 'h264', width: 320, height: 180, packets: 40 });
    writeFileSync(file, bytes.subarray(0, bytes.indexOf('avc1') + 20));
    expect(await readTrack(file)).toBeUndefined();
  });
});
