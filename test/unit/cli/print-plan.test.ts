import { describe, expect, it } from 'vitest';
import { makePaint } from '../../../src/base/paint.ts';
import { printAssetPlan, printPlanTotals, wouldChange } from '../../../src/cli/print-plan.ts';
import { planLine } from '../../../src/plan/plan-line.ts';
import type { AssetPlan, RenditionAction } from '../../../src/model/plan.ts';
import type { RenditionOrder, RenditionRecord } from '../../../src/model/rendition.ts';
import { NO_TOTALS } from '../../../src/model/plan.ts';
import { EMPTY_PICTURE } from '../../../src/model/recipe/recipe-tree.ts';

const PLAIN = makePaint(false);

const order = (name: string): RenditionOrder => ({
  ...{ name, role: 'preset', extension: 'jpg', recipeText: 'wid=40' },
  recipe: { ...EMPTY_PICTURE, view: { width: 40 } },
});

const record = (name: string): RenditionRecord => ({
  ...{
    name,
    role: 'preset',
    path: `old/${name}.jpg`,
    mime: 'image/jpeg',
    width: 40,
    height: 30,
    bytes: 1,
    sha256: 's',
  },
  ...{ recipe: 'wid=20', fingerprint: 'f', engine: 'e' },
});

const make = (name: string, reason: 'new rendition' | 'recipe changed'): RenditionAction => ({
  ...{ action: 'make', reason, order: order(name), path: `new/${name}.jpg`, fingerprint: 'f' },
});
const keep = (name: string, stale = false): RenditionAction => ({ action: 'keep', record: record(name), stale });
const remove = (name: string): RenditionAction => ({
  action: 'remove',
  reason: 'no longer asked for',
  record: record(name),
});

const planOf = (actions: readonly RenditionAction[], more: Partial<AssetPlan> = {}): AssetPlan => ({
  ...{ path: 'shoes/red.jpg', profile: 'shop', published: true, actions, errors: [], warnings: [], record: false },
  ...more,
});

describe('the plan of one asset', () => {
  it('groups renditions with which the same happens for the same reason', () => {
    const plan = planOf([
      make('a', 'new rendition'),
      make('b', 'new rendition'),
      make('c', 'recipe changed'),
      remove('d'),
    ]);
    expect(printAssetPlan(plan, { paint: PLAIN, verbose: false })).toEqual([
      'shoes/red.jpg  shop',
      '  + make    a b  (new rendition)',
      '  + make    c  (recipe changed)',
      '  - remove  d  (no longer asked for)',
    ]);
  });

  it('says nothing where all is kept, unless it is asked', () => {
    expect(printAssetPlan(planOf([keep('a')]), { paint: PLAIN, verbose: false })).toEqual([]);
    expect(printAssetPlan(planOf([keep('a'), keep('b', true)]), { paint: PLAIN, verbose: true })).toEqual([
      'shoes/red.jpg  shop',
      '  = keep    a 40×30  (up to date)',
      '  = keep    b 40×30  (up to date, but of an older engine)',
    ]);
  });

  it('says where an asset came from, why it leaves, and what is wrong with it', () => {
    expect(printAssetPlan(planOf([], { movedFrom: 'old/red.jpg' }), { paint: PLAIN, verbose: false })[0]).toBe(
      'shoes/red.jpg  from old/red.jpg  shop',
    );
    expect(printAssetPlan(planOf([], { gone: 'master gone' }), { paint: PLAIN, verbose: false })).toEqual([
      'shoes/red.jpg  master gone',
    ]);
    const errors = [{ code: 'SOURCE_CORRUPT', rendition: null, message: 'ends early', hint: 'h' }] as const;
    expect(printAssetPlan(planOf([], { errors }), { paint: PLAIN, verbose: false })[1]).toBe(
      '  ! SOURCE_CORRUPT  ends early',
    );
  });

  it('is told to machines with the path and recipe that will be, or that are', () => {
    expect(planLine(planOf([make('a', 'new rendition'), keep('b')]))).toMatchObject({
      type: 'plan-asset',
      path: 'shoes/red.jpg',
      actions: [
        {
          action: 'make',
          reason: 'new rendition',
          name: 'a',
          path: 'new/a.jpg',
          recipe: 'wid=40',
          width: null,
          height: null,
        },
        { action: 'keep', reason: 'up to date', name: 'b', path: 'old/b.jpg', recipe: 'wid=20', width: 40, height: 30 },
      ],
    });
  });
});

describe('the totals of a plan', () => {
  it('say about how much it reads and writes, and about how long it takes', () => {
    const totals = {
      ...NO_TOTALS,
      jobs: 40,
      make: 80,
      masterBytes: 142e6,
      outputBytes: 12e6,
      work: { jpeg: 100, clip: 140 },
    };
    const [, estimate] = printPlanTotals(totals, 2, PLAIN);
    expect(estimate).toBe('About 12 MB out of masters of 142 MB, in about 2 min, 4 min of CPU on 2 workers');
    expect(printPlanTotals({ ...totals, jobs: 1, make: 1 }, 2, PLAIN)[1]).toContain('in about 4 min');
  });

  it.each(['make', 'carry', 'remove', 'gone'] as const)('%s something: the output would change', (what) => {
    expect(wouldChange({ ...NO_TOTALS, [what]: 1 })).toBe(true);
  });

  it.each(['keep', 'stale', 'ignored', 'unsupported', 'clips'] as const)('only %s something: it would not', (what) => {
    expect(wouldChange({ ...NO_TOTALS, [what]: 1 })).toBe(false);
    expect(printPlanTotals({ ...NO_TOTALS, [what]: 1 }, 2, PLAIN)[0]).toMatch(/^Nothing would change/);
  });
});
