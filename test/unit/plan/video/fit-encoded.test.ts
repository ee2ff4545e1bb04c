import { describe, expect, it } from 'vitest';
import type { VideoFacts } from '../../../../src/model/asset.ts';
import type { RenditionOrder } from '../../../../src/model/rendition.ts';
import type { PictureEncoding } from '../../../../src/model/recipe/video-recipe.ts';
import { fitEncoded } from '../../../../src/plan/video/fit-encoded.ts';
import { CLIP } from '../../../support/video/clips.ts';

const PICTURE: PictureEncoding = {
  ...{ height: 360, keepAspectRatio: true, codec: 'h264', bitrate: 730_000, maxBitrate: 1_095_000 },
  ...{ constantBitrate: false, twoPass: false, keyframe: 60, threads: 4, through: [] },
};

function fit(facts: Partial<VideoFacts>, bytes: number, change: Partial<PictureEncoding> = {}, capToSource = true) {
  const recipe = { kind: 'encoding', picture: { ...PICTURE, ...change }, sound: null } as const;
  const perClip = { background: '00FF00', capToSource };
  const order: RenditionOrder = { name: 'low', role: 'encoding', extension: 'mp4', perClip, recipe, recipeText: '' };
  const fitted = fitEncoded(order, { ...CLIP, sound: [], ...facts }, bytes);
  if (fitted.recipe.kind !== 'encoding') throw new Error('no encoding');
  return { ...fitted, picture: fitted.recipe.picture };
}

const SMALL = { width: 640, height: 360, durationSeconds: 40 } as const;

describe('the bitrate of an encoding', () => {
  it('is the one that is asked for where the clip has more', () => {
    const { picture, held, recipeText } = fit({}, 10_000_000);
    expect([picture.bitrate, picture.maxBitrate, held]).toEqual([730_000, 1_095_000, undefined]);
    expect(recipeText).toContain('picture.bitrate=730000');
  });

  it('is the clip’s own at its size and codec where that is less, and its bounds go with it', () => {
    const { picture, held } = fit(SMALL, 500_000, { minBitrate: 700_000 });
    expect(picture).toMatchObject({ bitrate: 100_000, minBitrate: 100_000, maxBitrate: 150_000 });
    expect(held).toEqual([{ name: 'low', videoBitrate: 100_000, asked: 730_000 }]);
  });

  it.each([
    ['a smaller picture takes less', { width: 1280, height: 720, durationSeconds: 40 }, {}, 69_120],
    ['H.264 takes more than the HEVC that it is made of', { ...SMALL, codec: 'hevc' }, {}, 166_667],
    ['AV1 takes less', SMALL, { codec: 'av1' as const }, 50_000],
    [
      'fewer frames take less, but no less than stills need',
      { ...SMALL, frameRate: [60, 1] as const },
      { maxFps: 30 },
      75_786,
    ],
  ])('is shared fairly: %s', (_what, facts, change, bits) => {
    expect(fit(facts, 500_000, change).picture.bitrate).toBe(Math.ceil(bits / 1000) * 1000);
  });

  it('goes by what the header says of the picture, else by the file without its sound', () => {
    expect(fit({ ...SMALL, pictureBitrate: 90_000 }, 500_000).picture.bitrate).toBe(90_000);
    const [track] = CLIP.sound;
    const sound = track === undefined ? [] : [{ ...track, bitrate: 30_000 }];
    expect(fit({ ...SMALL, sound }, 500_000).picture.bitrate).toBe(70_000);
    // A header cannot claim more than there is.
    expect(fit({ ...SMALL, pictureBitrate: 9_000_000 }, 500_000).picture.bitrate).toBe(100_000);
  });

  it('is as asked with capToSource: false, and where a quality is asked for', () => {
    expect(fit(SMALL, 500_000, {}, false)).toMatchObject({ picture: { bitrate: 730_000 } });
    const { bitrate: _bitrate, maxBitrate: _most, ...picture } = PICTURE;
    const recipe = { kind: 'encoding', picture: { ...picture, crf: 23 }, sound: null } as const;
    const perClip = { background: '', capToSource: true };
    const order: RenditionOrder = { name: 'q', role: 'encoding', extension: 'mp4', perClip, recipe, recipeText: '' };
    expect(fitEncoded(order, { ...CLIP, ...SMALL }, 1000).held).toBeUndefined();
  });
});

describe('the background of an encoding', () => {
  it('is part of the recipe of clips with clear parts alone', () => {
    expect(fit({ alpha: true }, 10_000_000).recipeText).toContain('picture.background=00FF00');
    expect(fit({}, 10_000_000).recipeText).not.toContain('background');
  });
});
