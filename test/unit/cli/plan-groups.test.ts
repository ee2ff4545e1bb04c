import { describe, expect, it } from 'vitest';
import { makePaint } from '../../../src/base/paint.ts';
import { PlanGroups } from '../../../src/cli/plan-groups.ts';
import type { AssetPlan, RenditionAction } from '../../../src/model/plan.ts';
import { EMPTY_PICTURE } from '../../../src/model/recipe/recipe-tree.ts';
import { FACTS } from '../../support/pictures/image-facts.ts';

const make = (name: string): RenditionAction => ({
  ...{ action: 'make', reason: 'new master', path: `new/${name}.jpg`, fingerprint: 'f' },
  order: { name, role: 'preset', extension: 'jpg', recipe: EMPTY_PICTURE, recipeText: 'wid=40' },
});

const planOf = (path: string, mime: string, more: Partial<AssetPlan> = {}): AssetPlan => ({
  ...{
    path,
    profile: 'shop',
    published: true,
    actions: [make('a'), make('b')],
    errors: [],
    warnings: [],
    record: true,
  },
  master: { file: path, stat: { bytes: 1, mtimeNs: '1', inode: '1' }, sha256: 'a', mime, facts: FACTS },
  ...more,
});

const ESTIMATE = { masterBytes: 1_000_000, outputBytes: 50_000, work: { kind: 'jpeg', seconds: 1 } };

describe('a plan of like assets', () => {
  it('is told once, with how many there are and what goes in and out', () => {
    const groups = new PlanGroups(makePaint(false));
    for (let i = 0; i < 38; i++) expect(groups.take(planOf(`${i}.jpg`, 'image/jpeg'), ESTIMATE)).toBe(true);
    groups.take(planOf('x.png', 'image/png'), ESTIMATE);
    expect(groups.lines()).toEqual([
      '38 JPEG assets of 2 renditions each  shop  38 MB in, about 1.9 MB out',
      '  + make    a b  (new master)',
      '  0.jpg, 1.jpg, 2.jpg, …',
      'x.png  shop',
      '  + make    a b  (new master)',
    ]);
  });

  it('does not hold what is said of one asset alone', () => {
    const groups = new PlanGroups(makePaint(false));
    const own = [{ warnings: ['w'] }, { movedFrom: 'b.jpg' }, { gone: 'master gone' as const }];
    for (const more of own) expect(groups.take(planOf('a.jpg', 'image/jpeg', more), ESTIMATE)).toBe(false);
    groups.take(planOf('a.jpg', 'image/jpeg'), ESTIMATE);
    groups.take(planOf('b.jpg', 'image/jpeg', { actions: [make('a')] }), ESTIMATE);
    groups.take(planOf('c.jpg', 'image/jpeg', { profile: 'other' }), ESTIMATE);
    expect(groups.lines().filter((line) => !line.startsWith(' '))).toEqual([
      'a.jpg  shop',
      'b.jpg  shop',
      'c.jpg  other',
    ]);
  });
});
