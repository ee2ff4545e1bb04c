import { describe, expect, it } from 'vitest';
import type { AssetRecord } from '../../../src/model/catalog-record.ts';
import type { AssetPlan, RenditionAction } from '../../../src/model/plan.ts';
import type { RenditionRecord } from '../../../src/model/rendition.ts';
import { selectPlan } from '../../../src/plan/select.ts';
import { EMPTY_PICTURE } from '../../../src/model/recipe/recipe-tree.ts';

const rendition = (name: string): RenditionRecord => ({
  ...{ name, role: 'preset', path: `r/${name}`, mime: 'image/jpeg', width: 1, height: 1, bytes: 1 },
  ...{ sha256: 's', recipe: '', fingerprint: 'f', engine: 'e' },
});

const previous: AssetRecord = {
  ...{ path: 'a.jpg', kind: 'image', state: 'partial', stat: { bytes: 1, mtimeNs: '1', inode: '1' }, sha256: 's' },
  ...{ mime: 'image/jpeg', facts: null, profile: 'shop', published: true, gone: false, smartCrops: [] },
  ...{ renditions: [rendition('one'), rendition('two')], failed: {}, warnings: [] },
  errors: [{ code: 'ENGINE_FAILED', rendition: 'three', message: '', hint: '' }],
  recordedAt: '2026-06-01T00:00:00Z',
};

const make = (name: string, reason: 'file missing' | 'engine stale' | 'recipe changed'): RenditionAction => ({
  action: 'make',
  reason,
  order: { name, role: 'preset', extension: 'jpg', recipe: EMPTY_PICTURE, recipeText: '' },
  path: `r/${name}`,
  fingerprint: 'g',
});

const plan: AssetPlan = {
  ...{ path: 'a.jpg', profile: 'shop', published: true, previous, errors: [], warnings: [], record: false },
  actions: [make('one', 'file missing'), make('two', 'engine stale'), make('three', 'recipe changed')],
};

const made = (selected: AssetPlan | undefined): string[] | undefined =>
  selected?.actions.flatMap((action) => (action.action === 'make' ? [action.order.name] : []));

describe('selecting what to reprocess', () => {
  it.each([
    ['nothing said: all that differs', {}, ['one', 'two', 'three']],
    ['missing files', { missing: true }, ['one']],
    ['older engines', { stale: true }, ['two']],
    ['both', { stale: true, missing: true }, ['one', 'two']],
    ['one rendition', { renditions: ['three'] }, ['three']],
    ['one rendition, if it is missing', { renditions: ['three'], missing: true }, []],
    ['failed assets', { failed: true }, ['one', 'two', 'three']],
    ['a profile', { profiles: ['shop'] }, ['one', 'two', 'three']],
    ['since a date before', { since: '2026-05-01T00:00:00Z' }, ['one', 'two', 'three']],
  ])('%s', (_title, selection, expected) => {
    expect(made(selectPlan(plan, selection))).toEqual(expected);
  });

  it.each([
    ['another profile', { profiles: ['print'] }],
    ['since a date after', { since: '2026-07-01T00:00:00Z' }],
  ])('leaves the asset alone: %s', (_title, selection) => {
    expect(selectPlan(plan, selection)).toBeUndefined();
  });

  it('leaves assets alone that the catalog does not know, and healthy ones when failed are asked', () => {
    const { previous: _unknown, ...fresh } = plan;
    expect(selectPlan(fresh, {})).toBeUndefined();
    expect(selectPlan({ ...plan, previous: { ...previous, errors: [] } }, { failed: true })).toBeUndefined();
  });

  it('keeps what exists of a rendition that is left out', () => {
    const [one, two, ...rest] = selectPlan(plan, { missing: true })?.actions ?? [];
    expect(one?.action).toBe('make');
    expect(two).toMatchObject({ action: 'keep', record: { name: 'two' } });
    expect(rest).toEqual([]);
  });
});
