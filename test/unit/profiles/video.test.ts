import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/model/errors.ts';
import { findVideoProfile } from '../../../src/profiles/library.ts';
import { parseLibrary } from '../../../src/profiles/parse.ts';
import { unmark } from '../../support/language/unmark.ts';

const parse = (text: string) => parseLibrary([{ name: 'v.yaml', text, shipped: false }]);

const places = (problems: readonly Problem[]): string[] => problems.map(({ line, column }) => `${line}:${column}`);

describe('a video profile', () => {
  const video = (rest: string): string => `kind: video-profile\nname: v\n${rest}`;

  it('has the defaults that users rely on', () => {
    const { library, problems } = parse(
      video('encodings: [{ name: a, height: 360, videoBitrate: 730k }, { name: b, height: 540, videoBitrate: 2M }]'),
    );
    expect(problems).toEqual([]);
    const profile = findVideoProfile(library, 'v');
    expect(profile).toMatchObject({ adaptive: true, poster: true, naming: 'plain', strict: false, smartCrop: [] });
    expect(profile?.encodings[0]).toEqual({
      name: 'a',
      width: 'auto',
      height: 360,
      keepAspectRatio: true,
      videoBitrate: 730_000,
      keyframe: 60,
      twoPass: false,
      constantBitrate: false,
      codec: 'h264',
      audioCodec: 'aac',
      audioBitrate: 128_000,
    });
  });

  it('reads times, levels and ratios as people write them', () => {
    const { library, problems } = parse(
      video(
        'adaptive: false\nposter: 2.5s\nthumbnails: ["1%", 3]\nencodings: [{ name: a, crf: 23, h264Level: 3.0 }]\nsmartCrop: [{ name: S, ratio: 9x16 }]',
      ),
    );
    expect(problems).toEqual([]);
    const profile = findVideoProfile(library, 'v');
    expect(profile).toMatchObject({
      poster: { seconds: 2.5 },
      thumbnails: [{ percent: 1 }, { seconds: 3 }],
      smartCrop: [{ name: 'S', ratio: [9, 16] }],
    });
    expect(profile?.encodings[0]?.h264Level).toBe('3.0');
  });

  it('takes true and false for thumbnails, as for other parts', () => {
    const encodings = 'adaptive: false\nencodings: [{ name: a, crf: 23 }]';
    const thumbnailsOf = (line: string) => {
      const { library, problems } = parse(video(`${encodings}\n${line}`));
      expect(problems).toEqual([]);
      return findVideoProfile(library, 'v')?.thumbnails;
    };
    expect(thumbnailsOf('thumbnails: false')).toEqual([]);
    expect(thumbnailsOf('thumbnails: true')).toBe(true);
    expect(thumbnailsOf('')).toBe(true);
  });

  const table: Record<string, string> = {
    'bitrates without a unit': 'encodings: [{ name: a, videoBitrate: ▸730 }, { name: b, videoBitrate: 1M }]',
    'odd sides': 'encodings: [{ name: a, width: ▸641, videoBitrate: 1M }, { name: b, videoBitrate: 1M }]',
    'no rate at all': 'adaptive: false\nencodings: [{ name: ▸a }]',
    'two rates': 'adaptive: false\nencodings: [{ name: a, crf: ▸20, videoBitrate: 1M }]',
    'two frame rates': 'adaptive: false\nencodings: [{ name: a, crf: 20, fps: 25, maxFps: ▸30 }]',
    'bounds of a constant bitrate':
      'adaptive: false\nencodings: [{ name: a, videoBitrate: 1M, maxBitrate: 2M, constantBitrate: ▸true }]',
    'a maximum under the bitrate': 'adaptive: false\nencodings: [{ name: a, videoBitrate: 2M, maxBitrate: ▸1M }]',
    'a minimum over the bitrate': 'adaptive: false\nencodings: [{ name: a, videoBitrate: 2M, minBitrate: ▸3M }]',
    'H.264 keys of another codec': 'adaptive: false\nencodings: [{ name: a, crf: 30, codec: ▸vp9, h264Profile: main }]',
    'a crf that x264 does not know': 'adaptive: false\nencodings: [{ name: a, crf: ▸52 }]',
    'frames that are too large': 'adaptive: false\nencodings: [{ name: a, crf: 30, width: ▸8192, height: 8192 }]',
    'a ratio that is not offered':
      'adaptive: false\nencodings: [{ name: a, crf: 30 }]\nsmartCrop: [{ name: S, ratio: ▸"3:2" }]',
    'two encodings that would be called the same':
      'adaptive: false\nnaming: dynamic-media\nencodings: [{ name: a, height: 720, crf: 30 }, ▸{ name: b, height: 720, crf: 30 }]',
    'a rung called as the sound of its set': 'encodings: [{ name: a, crf: 30 }, { name: ▸Audio, crf: 28 }]',
    'packaging of single files': 'adaptive: false\n▸packaging: [hls]\nencodings: [{ name: a, crf: 30 }]',
    'one name twice': 'adaptive: false\nencodings: [{ name: a, crf: 30 }]\nsmartCrop: [{ name: ▸A, ratio: "1:1" }]',
    'reserved names': 'adaptive: false\nencodings: [{ name: ▸stream, crf: 30 }]',
  };
  for (const [title, rest] of Object.entries(table)) {
    it(`is refused for ${title}`, () => {
      const { text, places: expected } = unmark(video(rest));
      const { problems } = parse(text);
      expect(places(problems)).toEqual(expected);
      expect(problems.map(({ code }) => code)).toEqual(['PROFILE_INVALID']);
    });
  }

  it.each([
    ['posterPreset: ▸thumbb', 'PRESET_UNKNOWN'],
    ['posterPreset: still\nthumbnailPreset: ▸cut', 'COMMAND_UNSUPPORTED'],
  ])('says what is wrong with a preset of stills: %s', (keys, code) => {
    const presets = '---\nkind: image-presets\npresets: { still: "wid=9&mask=is{?}", cut: "src=is{?mask=m.png}" }';
    const rest = `adaptive: false\nencodings: [{ name: a, crf: 20 }]\n${keys}\n${presets}`;
    const { text, places: expected } = unmark(video(rest));
    const { problems } = parse(text);
    expect(places(problems)).toEqual(expected);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  });

  const ladder = (strict: boolean): string =>
    video(`strict: ${strict}
encodings:
  - { name: a, width: 640, height: 360, videoBitrate: 730k }
  - ▸{ name: b, width: 640, height: 480, videoBitrate: 1M }
  - { name: c, height: 720, videoBitrate: 3M, audioBitrate: ▸96k, twoPass: ▸true }
`);

  it('whose rungs make no ladder is a warning, with the consequence', () => {
    const { text, places: expected } = unmark(ladder(false));
    const { problems, warnings } = parse(text);
    expect(problems).toEqual([]);
    expect(places(warnings)).toEqual(expected);
    expect(warnings[0]?.hint).toContain('will not switch');
  });

  it('whose rungs make no ladder is a problem where it is strict', () => {
    const { text, places: expected } = unmark(ladder(true));
    const { problems, warnings } = parse(text);
    expect(places(problems)).toEqual(expected);
    expect(warnings).toEqual([]);
  });

  it('of one adaptive rung is a warning', () => {
    expect(places(parse(video('encodings: [{ name: a, crf: 30 }]')).warnings)).toEqual(['3:13']);
  });
});
