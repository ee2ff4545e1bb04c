import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageFacts } from '../../../src/model/asset.ts';
import type { NormalRect } from '../../../src/model/geometry.ts';
import type { Overrides } from '../../../src/model/overrides.ts';
import { expand } from '../../../src/plan/expand.ts';
import { fitsRatio, nearestRect, override } from '../../../src/plan/override.ts';
import { findImageProfile } from '../../../src/profiles/library.ts';
import { parseLibrary } from '../../../src/profiles/parse.ts';
import { parseRecipe } from '../../../src/serving/print.ts';
import { CLOUD } from '../../support/language/server-settings.ts';

const FACTS: ImageFacts = {
  ...{ kind: 'image', mime: 'image/jpeg', width: 600, height: 400, orientation: 1, colorSpace: 'srgb', icc: null },
  ...{ alpha: false, depth: 8, progressive: false, pages: 1 },
};

const profileOf = (strategy: string): string => `kind: image-profile
name: p
smartCrop:
  strategy: ${strategy}
  crops: [ { name: Large, ratio: "3:2", width: 300 }, { name: Square, ratio: "1:1", width: 100 } ]
swatch: true
renditions:
  - { name: hero, crop: Large, modifiers: "wid=90" }
  - { name: whole, modifiers: "wid=90" }
`;

/** What becomes of such a profile's orders, by name. */
function hear(overrides: Overrides | undefined, strategy = '[manual, saliency, center]') {
  const { library } = parseLibrary([{ name: 'p.yaml', text: profileOf(strategy), shipped: false }]);
  const profile = findImageProfile(library, 'p');
  if (profile === undefined) throw new Error('expected the profile');
  const orders = expand(profile, library, { server: CLOUD, metadata: 'none' });
  const heard = override({ profile, orders, overrides, facts: FACTS });
  const changed = heard.orders.filter((order, i) => order.recipeText !== orders[i]?.recipeText);
  return { ...heard, changed: Object.fromEntries(changed.map(({ name, recipeText }) => [name, recipeText])) };
}

describe('a sidecar that is heard', () => {
  it('puts its rectangle into the recipe of that crop and of what is made of it, and asks no detector', () => {
    const { changed, setAside, warnings, orders } = hear({ crops: { large: [0, 0.25, 0.5, 0.5] } });
    expect(Object.keys(changed)).toEqual(['Large', 'hero']);
    expect(changed['Large']).toContain('smartCrop=3,2,1&smartCropRect=0,0.25,0.5,0.5');
    expect([setAside, warnings]).toEqual([[], []]);
    for (const { recipe, recipeText } of orders) expect(parseRecipe(recipeText)).toEqual(recipe);
  });

  it('centres everything else that looks for a subject on its focus, the swatch too', () => {
    const { changed } = hear({ focus: [0.1, 0.2], crops: { Square: [0, 0, 0.5, 0.75] } });
    expect(Object.keys(changed)).toEqual(['Large', 'Square', 'swatch', 'hero']);
    expect(changed['Square']).toContain('smartCropRect=0,0,0.5,0.75');
    for (const name of ['Large', 'swatch', 'hero']) expect(changed[name]).toContain('smartCropFocus=0.1,0.2');
  });

  it('loses a rectangle whose ratio is not the profile’s any more, which is told', () => {
    const { changed, setAside, warnings } = hear({ crops: { Large: [0, 0, 0.5, 1], Huge: [0, 0, 1, 1] } });
    expect(changed).toEqual({});
    expect(setAside).toEqual(['Large']);
    expect(warnings).toEqual([
      'expected 3:2 for Large in the sidecar, got another ratio: it was set aside; [0, 0.25, 0.5, 0.5] would fit',
      'expected a smart crop of the profile in the sidecar, got Huge: it has: Large, Square',
    ]);
  });

  it('is not heard where the strategy does not ask, which is told; without one nothing changes', () => {
    const { changed, warnings } = hear({ focus: [0, 0] }, '[saliency, center, manual]');
    expect(changed).toEqual({});
    expect(warnings).toHaveLength(1);
    expect(hear(undefined)).toMatchObject({ changed: {}, setAside: [], warnings: [] });
  });
});

describe('the nearest rectangle of a ratio', () => {
  it('has that ratio, lies inside and has the same middle', () => {
    const side = fc.integer({ min: 200, max: 9000 });
    const part = fc.double({ min: 0.1, max: 0.5, noNaN: true });
    const ratio = fc.constantFrom([3, 2] as const, [1, 1] as const, [9, 16] as const, [21, 9] as const);
    fc.assert(
      fc.property(side, side, part, part, part, part, ratio, (width, height, x, y, w, h, wanted) => {
        const near = nearestRect([x, y, w, h], wanted, { width, height });
        expect(fitsRatio(near, wanted, { width, height })).toBe(true);
        const middle = ([left, top, across, down]: NormalRect): number[] => [left + across / 2, top + down / 2];
        for (const [i, at] of middle(near).entries()) expect(at).toBeCloseTo(middle([x, y, w, h])[i] ?? 0, 5);
        expect(near[2]).toBeLessThanOrEqual(w + 1e-6);
        expect(near[3]).toBeLessThanOrEqual(h + 1e-6);
      }),
    );
  });
});
