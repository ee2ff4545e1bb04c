import { describe, expect, it } from 'vitest';
import { RenditionError } from '../../../../src/model/errors.ts';
import type { ImageFacts } from '../../../../src/model/asset.ts';
import type { Proposal } from '../../../../src/plan/estimate/image-cost.ts';
import { framesOf } from '../../../../src/plan/estimate/job-frames.ts';
import { makeFrame } from '../../../../src/layout/make-frame.ts';
import { pictureRecipe } from '../../../support/pictures/draw-picture.ts';
import { FACTS } from '../../../support/pictures/image-facts.ts';

const RECIPE = pictureRecipe('wid=200&hei=100&fit=crop,1&fmt=jpeg');

function propose(facts: Partial<ImageFacts>): Proposal {
  const stat = { bytes: 1000, mtimeNs: '0', inode: '0' };
  const master = { from: 'library', path: 'a', stat, sha256: '' } as const;
  return { asset: 'a', master, facts: { ...FACTS, ...facts }, renditions: [] };
}

describe('frames of a job', () => {
  it('are made once for masters of one size, and are those of their size whatever came before', () => {
    const sizes = Array.from({ length: 20 }, (_, i) => ({ width: 400 + i, height: 300 }));
    for (const size of [...sizes, ...sizes, { width: 300, height: 400 }]) {
      expect(framesOf([RECIPE], propose(size))).toEqual([makeFrame(RECIPE, { ...size, alpha: FACTS.alpha })]);
    }
    const clear = { ...FACTS, width: 300, height: 400, alpha: true };
    expect(framesOf([RECIPE], propose(clear))).toEqual([makeFrame(RECIPE, clear)]);
    const [first] = framesOf([RECIPE], propose({ width: 300, height: 400 }));
    expect(framesOf([RECIPE], propose({ width: 300, height: 400 }))[0]).toBe(first);
  });

  it('are none where the rendition will fail, time and again', () => {
    const large = pictureRecipe('scl=1&fmt=webp');
    expect(() => makeFrame(large, { width: 20_000, height: 100 })).toThrow(RenditionError);
    for (const _ of [1, 2]) expect(framesOf([large], propose({ width: 20_000, height: 100 }))).toEqual([]);
  });
});
