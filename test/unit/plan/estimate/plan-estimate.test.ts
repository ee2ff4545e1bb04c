import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../../src/model/asset.ts';
import type { AssetPlan, RenditionAction } from '../../../../src/model/plan.ts';
import type { Recipe } from '../../../../src/model/recipe/recipe.ts';
import type { PictureEncoding, VideoRecipe } from '../../../../src/model/recipe/video-recipe.ts';
import { estimatePlan } from '../../../../src/plan/estimate/plan-estimate.ts';
import { pictureRecipe } from '../../../support/pictures/draw-picture.ts';
import { FACTS } from '../../../support/pictures/image-facts.ts';
import { CLIP } from '../../../support/video/clips.ts';

const make = (recipe: Recipe | VideoRecipe, i: number): RenditionAction => ({
  ...{ action: 'make', reason: 'new master', path: `p${i}`, fingerprint: 'f' },
  order: { name: `r${i}`, role: 'preset', extension: 'jpg', recipe, recipeText: '' },
});

function estimate(facts: Facts, ...recipes: readonly (Recipe | VideoRecipe)[]) {
  const stat = { bytes: 5_000_000, mtimeNs: '1', inode: '1' };
  const plan: AssetPlan = {
    ...{ path: 'a', profile: 'p', published: true, errors: [], warnings: [], record: true },
    master: { file: 'a', stat, sha256: 'a', mime: facts.mime, facts },
    actions: recipes.map(make),
  };
  return estimatePlan(plan);
}

const photo = { ...FACTS, mime: 'image/jpeg', width: 6000, height: 4000 };

describe('the estimate of a plan', () => {
  it('is none where nothing is made', () => {
    expect(estimate(photo)).toBeUndefined();
  });

  it('tells about what photographs come to: bytes by format and quality, time by pixels', () => {
    const jpeg = estimate(photo, pictureRecipe('wid=1600&fmt=jpeg&qlt=80'));
    expect(jpeg?.masterBytes).toBe(5_000_000);
    expect(jpeg?.outputBytes).toBeGreaterThan(80_000);
    expect(jpeg?.outputBytes).toBeLessThan(400_000);
    expect(jpeg?.work).toMatchObject({ kind: 'jpeg' });
    const best = estimate(photo, pictureRecipe('wid=1600&fmt=jpeg&qlt=95'));
    expect(best?.outputBytes).toBeGreaterThan(1.5 * (jpeg?.outputBytes ?? 0));
    const avif = estimate(photo, pictureRecipe('wid=1600&fmt=avif&qlt=80'));
    expect(avif?.work.seconds).toBeGreaterThan(2 * (jpeg?.work.seconds ?? 0));
    const thumbnail = estimate(photo, pictureRecipe('wid=100&fmt=jpeg'));
    expect(thumbnail?.outputBytes).toBeLessThan(10_000);
  });

  it('counts clips by their seconds, pixels and rungs', () => {
    const rung = (height: number): PictureEncoding => ({
      ...{ height, keepAspectRatio: true, codec: 'h264', bitrate: 1_000_000, constantBitrate: false },
      ...{ twoPass: false, keyframe: 60, threads: 2, through: [] },
    });
    const encoding = (height: number): VideoRecipe => ({ kind: 'encoding', picture: rung(height), sound: null });
    const facts = { ...CLIP, width: 1920, height: 1080, durationSeconds: 60 };
    const one = estimate(facts, encoding(720));
    const two = estimate(facts, encoding(720), encoding(360));
    const long = estimate({ ...facts, durationSeconds: 600 }, encoding(720));
    expect(one?.work.kind).toBe('clip');
    expect(one?.outputBytes).toBe(7_500_000);
    expect(two?.outputBytes).toBe(15_000_000);
    expect(two?.work.seconds).toBeGreaterThan(one?.work.seconds ?? 0);
    expect((long?.work.seconds ?? 0) / (one?.work.seconds ?? 1)).toBeGreaterThan(9);
  });
});
