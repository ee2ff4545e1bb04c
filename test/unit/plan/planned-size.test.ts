import { describe, expect, it } from 'vitest';
import type { Facts, ImageFacts } from '../../../src/model/asset.ts';
import type { RenditionAction } from '../../../src/model/plan.ts';
import type { FoundImage } from '../../../src/model/recipe/referenced-image.ts';
import { plannedSize } from '../../../src/plan/planned-size.ts';
import { parseRecipe } from '../../../src/serving/print.ts';

const facts: ImageFacts = {
  ...{ kind: 'image', mime: 'image/jpeg', width: 1500, height: 1001, orientation: 6, colorSpace: 'srgb', icc: null },
  ...{ alpha: false, depth: 8, progressive: false, pages: 1 },
};
const stat = { bytes: 9, mtimeNs: '1', inode: '1' };
const mask: FoundImage = { object: 'm.png', file: 'm.png', stat, sha256: 'x', facts };

function sizeOf(recipeText: string, master: Facts | null = facts, references: readonly FoundImage[] = []): unknown {
  const recipe = parseRecipe(recipeText);
  const order = { name: 'r', role: 'preset', extension: 'jpg', recipe, recipeText } as const;
  const action: RenditionAction = {
    ...{ action: 'make', reason: 'new master', order, path: 'r.jpg', fingerprint: 'f', references },
  };
  const { width, height } = plannedSize(action, master) ?? {};
  return width === undefined ? undefined : `${width}×${height}`;
}

describe('the size of a rendition that is planned', () => {
  it.each([
    ['wid=300', '300×200'],
    ['wid=300&hei=300&fit=crop,1', '300×300'],
    ['scl=1&rect=10,10,70,50', '70×50'],
    ['smartCrop=1,1,1&wid=4000&fit=constrain', '1001×1001'],
    ['pyramid=256,jpeg,90&margins=1,0,0,0', '1500×1000'],
  ])('of %s is %s', (text, size) => {
    expect(sizeOf(text)).toBe(size);
  });

  it('is not told of what fails, or of what nothing is known', () => {
    expect(sizeOf('margins=600,0,600,0&wid=9')).toBeUndefined();
    expect(sizeOf('mask=m.png&wid=9')).toBeUndefined();
    expect(sizeOf('mask=m.png&wid=9', facts, [mask])).toBe('9×6');
    expect(sizeOf('wid=9', null)).toBeUndefined();
  });

  it('is that of the file where there is one', () => {
    const record = { width: 7, height: 5 } as Extract<RenditionAction, { action: 'keep' }>['record'];
    expect(plannedSize({ action: 'keep', record, stale: false }, null)).toMatchObject({ width: 7, height: 5 });
  });
});
