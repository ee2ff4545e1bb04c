import { describe, expect, it } from 'vitest';
import type { ImageFacts } from '../../../src/model/asset.ts';
import { sourceProfileOf, withSourceProfile } from '../../../src/plan/source-profile.ts';
import { order } from '../../support/project/compare-input.ts';

const FACTS: ImageFacts = {
  ...{ kind: 'image', mime: 'image/jpeg', width: 9, height: 9, orientation: 1, colorSpace: 'cmyk', icc: null },
  ...{ alpha: false, depth: 8, progressive: false, pages: 1 },
};
const SETTINGS = {
  iccprofilesrccmyk: 'U.S. Web Coated (SWOP) v2',
  iccprofilegray: 'GrayGamma22',
  iccprofilergb: 'sRGB',
};

describe('the profile that a master is taken to be in', () => {
  it('is that of the settings for its pixels, else that of output', () => {
    expect(sourceProfileOf(FACTS, SETTINGS)).toBe('WebCoated');
    expect(sourceProfileOf({ ...FACTS, colorSpace: 'gray' }, SETTINGS)).toBe('GrayGamma22');
    expect(sourceProfileOf({ ...FACTS, colorSpace: 'srgb' }, SETTINGS)).toBeUndefined();
    expect(sourceProfileOf({ ...FACTS, colorSpace: 'srgb' }, { iccprofilesrcrgb: 'AdobeRGB' })).toBe('AdobeRGB');
    expect(sourceProfileOf(FACTS, {})).toBeUndefined();
  });

  it('is its own where it says anything', () => {
    expect(sourceProfileOf({ ...FACTS, icc: 'Coated' }, SETTINGS)).toBeUndefined();
    const told = { ...FACTS, colorSpace: 'srgb', told: 'sRGB' } as const;
    expect(sourceProfileOf(told, { iccprofilesrcrgb: 'AdobeRGB' })).toBeUndefined();
  });

  it('stands in the recipe, and so in the fingerprint', () => {
    const [changed] = withSourceProfile([order('a')], FACTS, SETTINGS);
    expect(changed?.recipeText).toContain('sourceProfile=WebCoated');
    const orders = [order('a')];
    expect(withSourceProfile(orders, { ...FACTS, icc: 'Coated' }, SETTINGS)).toBe(orders);
  });
});
