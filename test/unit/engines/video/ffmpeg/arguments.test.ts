import { describe, expect, it } from 'vitest';
import type { VideoFacts } from '../../../../../src/model/asset.ts';
import { encodeArguments } from '../../../../../src/engines/video/ffmpeg/arguments.ts';
import { framesArguments } from '../../../../../src/engines/video/ffmpeg/frame-arguments.ts';
import { CLIP } from '../../../../support/video/clips.ts';
import { encodeOutputs } from '../../../../support/video/encode-outputs.ts';

/** Arguments as people read them: an option a line. */
function lines(args: readonly string[]): string {
  return args.join(' ').replaceAll(/ (?=-[a-z])/g, '\n');
}

const encode = (encodings: readonly string[], facts: VideoFacts = CLIP): string =>
  lines(encodeArguments('/library/clip.mp4', facts, encodeOutputs(encodings, facts)));

describe('the arguments of ffmpeg', () => {
  it('decode once for a ladder and scale each rung from the next larger', () => {
    const ladder = ['360', '540', '720'].map((h) => `name: ${h}p, height: ${h}, videoBitrate: ${h}0k, maxFps: 30`);
    expect(encode(ladder)).toMatchSnapshot();
  });

  it.each([
    [
      'constant quality within bounds',
      'name: a, height: 480, crf: 23, maxBitrate: 2M, h264Profile: main, h264Level: 3.1',
    ],
    ['a constant bitrate', 'name: a, height: 480, videoBitrate: 1M, constantBitrate: true, audioCodec: none'],
    ['H.265', 'name: a, height: 480, videoBitrate: 1M, codec: h265'],
    ['VP9 with Opus', 'name: a, height: 480, crf: 31, codec: vp9, audioCodec: opus, audioBitrate: 96k'],
    ['AV1', 'name: a, height: 480, crf: 35, codec: av1, fps: 24'],
  ])('ask for %s', (_what, encoding) => {
    expect(encode([encoding])).toMatchSnapshot();
  });

  it('weave fields together, bring bright pictures to ordinary screens and say what the file did not', () => {
    const one = ['name: a, height: 480, crf: 23'];
    expect(encode(one, { ...CLIP, interlaced: true, matrix: null })).toContain('bwdif');
    expect(encode(one, { ...CLIP, matrix: null })).toContain('-colorspace bt709');
    expect(encode(one, { ...CLIP, matrix: null, width: 640, height: 480 })).toContain('-colorspace smpte170m');
    expect(encode(one, { ...CLIP, hdr: 'pq', depth: 10 })).toMatch(/scale=[^;]*zscale[^;]*tonemap=/);
    expect(encode(one, { ...CLIP, sound: [] })).not.toContain('-c:a');
  });

  it('take frames by seeking or in one pass', () => {
    const frames = [1, 2.5].map((seconds) => ({ seconds, file: `/scratch/${seconds}.png` }));
    expect(lines(framesArguments('/library/clip.mp4', CLIP, frames, { seek: false }))).toMatchSnapshot();
    expect(lines(framesArguments('/library/clip.mp4', CLIP, frames, { seek: true }))).toMatchSnapshot();
  });
});
