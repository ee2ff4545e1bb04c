import { parseFraction } from '../../src/engines/video/probe/fraction.ts';
import { pictureStream, videoFacts } from '../../src/engines/video/probe/facts.ts';
import { StoredEnds, WrittenEnds } from '../../src/engines/video/probe/ends.ts';
import type { ProbeStream } from '../../src/engines/video/probe/probe-answer.ts';
import { ShownSizes } from '../../src/engines/video/probe/shown-sizes.ts';
import { Lines } from '../../src/engines/video/lines.ts';
import { Progress } from '../../src/engines/video/ffmpeg/progress.ts';
import { lastWords } from '../../src/engines/video/ffmpeg/ffmpeg-error.ts';
import { redactPaths } from '../../src/engines/video/ffmpeg/stderr.ts';
import type { FuzzedReader } from './reader.ts';

const PRINTED = `#tb 0: 1/25
#tb 1: 1/44100
0,         -2,          0,        1,     3189, 0x2849ac66
1,          0,          0,     1024,      446, 0xcb0de1b1, F=0x0, S=1, 10
0,1.040000,0.040000,K_
1,N/A,0.023220,_D
1.400000,320,240,1:1
2.400000,240,320,16:15,Metadata
frame=12
out_time_us=480000
out_time=00:00:00.480000
progress=continue
[h264 @ 0x55b73c8b1200] error while decoding MB 3 4, bytestream -5
30000/1001,25/1,4:3,smpte2084,bt2020nc,bt2020,yuva420p10le,tt,10.5,128000,48000,und,1,-90
`;

/** Streams of which a stranger's file says `words`. */
function streamsOf(words: readonly string[]): readonly ProbeStream[] {
  const word = (i: number): string => words[i] ?? '';
  const tags = { language: word(11), title: words.join(' '), alpha_mode: word(12), rotate: word(13) };
  const both = { start_time: word(8), bit_rate: word(9), tags };
  return [
    {
      ...{ index: 0, codec_type: 'video', codec_name: 'h264', width: words.length, height: words.join('').length },
      ...{ r_frame_rate: word(0), avg_frame_rate: word(1), sample_aspect_ratio: word(2), color_transfer: word(3) },
      ...{ color_space: word(4), color_primaries: word(5), pix_fmt: word(6), field_order: word(7), duration: word(8) },
      ...{ side_data_list: [{ rotation: word(13) }], ...both },
    },
    { index: 1, codec_type: 'audio', codec_name: 'aac', channels: 1, sample_rate: word(10), ...both },
  ];
}

function checkFacts(words: readonly string[]): void {
  const start_time = words[8] ?? '';
  const answer = { streams: streamsOf(words), format: { start_time }, chapters: [{ start_time }] };
  const found = pictureStream(answer);
  if (found === undefined) return;
  const facts = videoFacts(answer, found, { mime: 'video/mp4', length: { durationSeconds: 1 } });
  const [over, under] = facts.frameRate;
  if (!(over / under > 0 && over / under <= 120)) throw new Error(`a rate of ${over}/${under}`);
  if (![0, 90, 180, 270].includes(facts.rotation)) throw new Error(`turned by ${facts.rotation}`);
}

/** The words of ffmpeg and ffprobe, in which strangers' files speak: whatever they are, numbers come out as numbers. */
export const FFPROBE: FuzzedReader = {
  name: 'ffprobe',
  seeds: [Buffer.from(PRINTED)],
  read: (input) => {
    const text = input.toString('latin1');
    const [written, stored, sizes] = [new WrittenEnds(), new StoredEnds(0.5), new ShownSizes()];
    const progress = new Progress(10, (share) => {
      if (!(share >= 0 && share <= 1)) throw new Error(`a share of ${share}`);
    });
    for (const reader of [written, stored, sizes]) {
      const lines = new Lines(reader.take);
      lines.add(text);
      lines.finish();
    }
    progress.add(text);
    for (const ends of [written.of(0), stored.of(0)])
      if (ends !== undefined && !(ends.picture > 0 && ends.picture >= ends.lastPicture && ends.sound >= 0))
        throw new Error('no end');
    for (const { width, height, aspect } of sizes.changes())
      if (!(width > 0 && height > 0 && aspect > 0)) throw new Error('no size');
    for (const line of text.split('\n')) {
      checkFacts(line.split(','));
      parseFraction(line);
    }
    lastWords(redactPaths(text, ['-i', 'file:/a', text]));
  },
};
