import { describe, expect, it } from 'vitest';
import type { VideoFacts } from '../../../../src/model/asset.ts';
import { expandVideo } from '../../../../src/plan/video/expand-video.ts';
import { fitVideo } from '../../../../src/plan/video/fit-video.ts';
import { parseConfig } from '../../../../src/profiles/config.ts';
import { findVideoProfile } from '../../../../src/profiles/library.ts';
import { parseLibrary } from '../../../../src/profiles/parse.ts';
import { CLIP } from '../../../support/video/clips.ts';

const { config } = parseConfig({ name: 'dmx.yaml', text: 'version: 1' });

const PROFILE = `kind: video-profile
name: v
adaptive: false
poster: false
encodings: [{ name: small, height: 360, crf: 23 }, { name: large, height: 1440, crf: 23 }]
`;

function fit(more: string, facts: Partial<VideoFacts> = {}, bytes = 1e6) {
  const { library, problems } = parseLibrary([{ name: 'v.yaml', text: PROFILE + more, shipped: false }]);
  expect(problems).toEqual([]);
  const profile = findVideoProfile(library, 'v');
  const orders = profile ? expandVideo(profile, library, config) : [];
  return fitVideo(orders, { ...CLIP, ...facts }, { path: 'clip.mp4', bytes });
}

const CROP = 'smartCrop: [{ name: Tall, ratio: 9x16 }]\n';

describe('what is made of a clip', () => {
  it('is nothing that would enlarge it', () => {
    expect(fit('').leftOut).toEqual(['large']);
    expect(fit('', { width: 2560, height: 1440 }).leftOut).toEqual([]);
  });

  it.each<[string, Partial<VideoFacts>, number]>([
    ['long', { durationSeconds: 301 }, 1e6],
    ['fast', { frameRate: [60, 1] }, 1e6],
    ['heavy', {}, 301e6],
  ])('is told of where it is too %s for the crops of Dynamic Media', (_what, facts, bytes) => {
    expect(fit(CROP, facts, bytes).warnings).toEqual([expect.stringMatching(/5 minutes, 30 frames.*300 MB/)]);
    expect(fit('', facts, bytes).warnings).toEqual([]);
  });

  it('is told of where stills are asked for behind its end', () => {
    const late = fit('thumbnails: [2s, "90%", 5s, 1m]\n', { durationSeconds: 3 });
    expect(late.warnings).toEqual([expect.stringContaining('thumbnail-3, thumbnail-4')]);
    expect(late.orders.map(({ name }) => name)).toContain('thumbnail-3');
    expect(fit('thumbnails: [5s]\n', { durationSeconds: 5 }).warnings).toEqual([]);
  });

  it('is made without a word up to what Dynamic Media crops', () => {
    expect(fit(CROP, { durationSeconds: 300, frameRate: [30_000, 1001] }, 300e6).warnings).toEqual([]);
  });
});
