import { describe, expect, it } from 'vitest';
import { videoFacts, pictureStream } from '../../../../../src/engines/video/probe/facts.ts';
import type { ProbeAnswer, ProbeStream } from '../../../../../src/engines/video/probe/probe-answer.ts';

const PICTURE: ProbeStream = {
  ...{ index: 0, codec_type: 'video', codec_name: 'h264', width: 1440, height: 1080, pix_fmt: 'yuv420p' },
  ...{ r_frame_rate: '25/1', avg_frame_rate: '25/1' },
};

function facts(change: Partial<ProbeStream> = {}, others: readonly ProbeStream[] = []) {
  const answer: ProbeAnswer = { streams: [{ ...PICTURE, ...change }, ...others] };
  const picture = pictureStream(answer);
  if (picture === undefined) throw new Error('no picture');
  return videoFacts(answer, picture, { mime: 'video/mp4', length: { durationSeconds: 10 } });
}

describe('the facts of a clip', () => {
  it('give the size that is seen: upright, with square pixels', () => {
    expect(facts({ sample_aspect_ratio: '4:3' })).toMatchObject({ width: 1920, height: 1080, rotation: 0 });
    const turned = [{ side_data_type: 'Display Matrix', rotation: -90 }];
    expect(facts({ side_data_list: turned })).toMatchObject({ width: 1080, height: 1440, rotation: 90 });
    expect(facts({ side_data_list: [{ rotation: 180 }] })).toMatchObject({ width: 1440, height: 1080, rotation: 180 });
  });

  it.each([
    ['a constant rate', '30000/1001', '30000/1001', [30_000, 1001], false],
    ['a rate with a long last frame', '30/1', '29/1', [30, 1], false],
    ['a clock for a rate', '57600/1', '3628800/502589', [30, 1], true],
    ['a clock beside an average that is a rate', '375/1', '18750/749', [25, 1], true],
    ['a clock beside that of television', '90000/1', '29970/1000', [30_000, 1001], true],
    ['an average that is none', '60/1', '1000/1', [60, 1], true],
    ['nothing', '0/0', '0/0', [30, 1], true],
    ['half the frames missing', '60/1', '30/1', [60, 1], true],
  ] as const)('make sense of %s', (_what, r_frame_rate, avg_frame_rate, frameRate, variableRate) => {
    expect(facts({ r_frame_rate, avg_frame_rate })).toMatchObject({ frameRate, variableRate });
  });

  it.each([
    ['50/1', '25/1', [25, 1]],
    ['60000/1001', '30000/1001', [30_000, 1001]],
  ] as const)(
    'count frames, not fields, where fields are coded one by one (%s)',
    (r_frame_rate, avg_frame_rate, rate) => {
      const told = facts({ r_frame_rate, avg_frame_rate, field_order: 'tt' });
      expect(told).toMatchObject({ frameRate: rate, variableRate: false, interlaced: true });
    },
  );

  it('tell bright pictures, deep samples and half pictures', () => {
    expect(facts({ color_transfer: 'smpte2084', pix_fmt: 'yuv420p10le' })).toMatchObject({ hdr: 'pq', depth: 10 });
    expect(facts({ color_transfer: 'arib-std-b67' }).hdr).toBe('hlg');
    expect(facts({ field_order: 'tt' }).interlaced).toBe(true);
  });

  it('tell the first that encoders pass on of the picture as a whole', () => {
    const stored = [{ side_data_type: 'Display Matrix' }, { side_data_type: 'CPB properties' }];
    expect(facts({ side_data_list: stored })).not.toHaveProperty('passedOn');
    const told = [...stored, { side_data_type: 'ICC Profile' }, { side_data_type: 'Stereo 3D' }];
    expect(facts({ side_data_list: told }).passedOn).toBe('ICC Profile');
  });

  it('list the default sound first, and leave out what cannot be heard', () => {
    const sound = (index: number, change: Partial<ProbeStream> = {}): ProbeStream => ({
      ...{ index, codec_type: 'audio', codec_name: 'aac', channels: 2, sample_rate: '48000', ...change },
    });
    const { sound: tracks } = facts({}, [
      sound(1, { tags: { language: 'und' } }),
      sound(2, { disposition: { default: 1 }, tags: { LANGUAGE: 'deu' } }),
      sound(3, { channels: 0 }),
    ]);
    expect(tracks.map(({ stream, language }) => [stream, language])).toEqual([
      [2, 'deu'],
      [1, null],
    ]);
  });

  it('pass over a cover', () => {
    const cover = { ...PICTURE, index: 0, disposition: { attached_pic: 1 } };
    expect(pictureStream({ streams: [cover, { ...PICTURE, index: 1 }] })?.index).toBe(1);
    expect(pictureStream({ streams: [cover] })).toBeUndefined();
  });
});
