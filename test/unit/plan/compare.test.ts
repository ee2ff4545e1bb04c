import { describe, expect, it } from 'vitest';
import type { AssetRecord } from '../../../src/model/catalog-record.ts';
import type { ErrorData } from '../../../src/model/errors.ts';
import type { FoundImage } from '../../../src/model/recipe/referenced-image.ts';
import type { PictureRecipe } from '../../../src/model/recipe/recipe.ts';
import type { RenditionOrder, RenditionRecord } from '../../../src/model/rendition.ts';
import { FACTS } from '../../support/pictures/image-facts.ts';
import { compareAsset, compareGone } from '../../../src/plan/compare.ts';
import type { CompareInput, CompareRules } from '../../../src/plan/compare-input.ts';
import {
  decisions,
  digest,
  input,
  master,
  order,
  record,
  rendition,
  rules,
  stat,
} from '../../support/project/compare-input.ts';
import { BASE_LAYER, EMPTY_PICTURE } from '../../../src/model/recipe/recipe-tree.ts';

const corrupt: ErrorData = { code: 'SOURCE_CORRUPT', rendition: null, message: 'm', hint: 'h' };

describe('comparing an asset with the catalog', () => {
  const cases: [string, Partial<CompareInput>, Partial<CompareRules>, string[], boolean][] = [
    [
      'a new master is made whole',
      { previous: undefined },
      {},
      ['make thumb new master', 'make large new master'],
      true,
    ],
    ['an unchanged asset is kept and not even recorded', {}, {}, ['keep thumb', 'keep large'], false],
    [
      'a touched master with the same bytes is kept, and its new stat recorded',
      { master: { ...master, stat: { ...stat, mtimeNs: '2' } } },
      {},
      ['keep thumb', 'keep large'],
      true,
    ],
    [
      'a changed master is made again',
      { master: { ...master, sha256: 'bb' } },
      {},
      ['make thumb master changed', 'make large master changed'],
      true,
    ],
    [
      'only the rendition whose recipe changed is made',
      { orders: [order('thumb', 'wid=99'), order('large')] },
      {},
      ['make thumb recipe changed', 'keep large'],
      false,
    ],
    [
      'a rendition added to the profile is the only one made',
      { orders: [order('thumb'), order('large'), order('extra')] },
      {},
      ['keep thumb', 'keep large', 'make extra new rendition'],
      false,
    ],
    [
      'a rendition that is no longer asked for goes',
      { orders: [order('thumb')] },
      {},
      ['keep thumb', 'remove large no longer asked for'],
      true,
    ],
    [
      'a missing file is made again',
      { files: new Map([['renditions/a.jpg/large.jpg', 7]]) },
      {},
      ['make thumb file missing', 'keep large'],
      false,
    ],
    [
      'a file of another size is made again',
      {
        files: new Map([
          ['renditions/a.jpg/thumb.jpg', 3],
          ['renditions/a.jpg/large.jpg', 7],
        ]),
      },
      {},
      ['make thumb file missing', 'keep large'],
      false,
    ],
    [
      'missing files are believed with --trust-catalog',
      { files: new Map() },
      { trustCatalog: true },
      ['keep thumb', 'keep large'],
      false,
    ],
    ['everything is made with --force', {}, { force: true }, ['make thumb forced', 'make large forced'], false],
    [
      'a known asset is left alone with --new-only',
      { orders: [order('other')] },
      { newOnly: true },
      ['keep thumb', 'keep large'],
      false,
    ],
    [
      'an engine upgrade remakes nothing',
      {},
      { engineVersionOf: () => '1/vips-2' },
      ['keep thumb stale', 'keep large stale'],
      false,
    ],
    [
      'an engine upgrade is applied when asked',
      {},
      { engineVersionOf: () => '1/vips-2', remakeStale: true },
      ['make thumb engine stale', 'make large engine stale'],
      false,
    ],
    [
      'an engine upgrade is adopted when asked',
      {},
      { engineVersionOf: () => '1/vips-2', acceptEngine: true },
      ['keep thumb', 'keep large'],
      true,
    ],
    [
      'a good master that is now corrupt keeps its last good renditions',
      { master: { ...master, sha256: 'bb' }, errors: [corrupt] },
      {},
      ['keep thumb last good', 'keep large last good'],
      true,
    ],
    ['a master that came back is kept', { previous: record({ gone: true }) }, {}, ['keep thumb', 'keep large'], true],
  ];

  it.each(cases)('%s', (_title, change, rule, expected, recorded) => {
    const plan = compareAsset(input(change), { ...rules, ...rule });
    expect(decisions(plan)).toEqual(expected);
    expect(plan.record).toBe(recorded);
  });

  it('carries the renditions of a moved master and drops those the new folder does not ask for', () => {
    const plan = compareAsset(input({ path: 'b/a.jpg', orders: [order('thumb')] }), rules);
    expect(decisions(plan)).toEqual(['carry thumb moved', 'remove large no longer asked for']);
    expect(plan.movedFrom).toBe('a.jpg');
  });

  it('carries renditions to where a new naming wants them', () => {
    const pathOf: CompareRules['pathOf'] = (asset, { name }) => `renditions/${name}/${asset}`;
    expect(decisions(compareAsset(input(), { ...rules, pathOf }))).toEqual([
      'carry thumb renamed',
      'carry large renamed',
    ]);
  });

  it('takes a path for settled when only its measures are left open', () => {
    const thumb = rendition('thumb', { path: 'renditions/a.jpg/thumb-150x9.jpg' });
    const pathOf: CompareRules['pathOf'] = (asset, { name }) => `renditions/${asset}/${name}-{width}x{height}.jpg`;
    const found = input({
      orders: [order('thumb')],
      previous: record({ renditions: [thumb] }),
      files: new Map([[thumb.path, 7]]),
    });
    expect(decisions(compareAsset(found, { ...rules, pathOf }))).toEqual(['keep thumb']);
  });
});

describe('a path with a hash', () => {
  const pathOf: CompareRules['pathOf'] = (asset, { name }) => `renditions/${asset}/${name}.{hash8}.jpg`;
  const hashed = { ...rules, pathOf };
  const planned = (change: Partial<CompareInput>, by: CompareRules = hashed) => {
    const [action] = compareAsset(input({ orders: [order('thumb')], ...change }), by).actions;
    return action?.action === 'make' || action?.action === 'carry' ? action.path : action?.action;
  };
  const known = (path: string, change: Partial<RenditionRecord> = {}) => ({
    previous: record({ renditions: [rendition('thumb', { path, ...change })] }),
    files: new Map([[path, 7]]),
  });

  it('is known before anything is made, and another one of another engine', () => {
    const first = planned({ previous: undefined });
    expect(first).toMatch(/^renditions\/a\.jpg\/thumb\.[0-9a-f]{8}\.jpg$/);
    expect(planned({ previous: undefined })).toBe(first);
    expect(planned({ previous: undefined }, { ...hashed, engineVersionOf: () => '2/vips-1' })).not.toBe(first);
  });

  it('stays as long as the bytes do, whoever made them', () => {
    const path = 'renditions/a.jpg/thumb.01234567.jpg';
    expect(planned(known(path))).toBe('keep');
    expect(planned(known(path, { engine: '0/vips-1' }))).toBe('keep');
    expect(planned(known(path, { engine: '0/vips-1' }), { ...hashed, remakeStale: true })).not.toBe(path);
  });

  it('is carried along with a moved master, the same as of one that is made there', () => {
    const moved = { path: 'b.jpg', ...known('renditions/a.jpg/thumb.01234567.jpg') };
    expect(planned(moved)).toBe(planned({ path: 'b.jpg', previous: undefined }));
  });
});

describe('a rendition that names another picture', () => {
  const layer = { ...BASE_LAYER, mask: { object: { path: 'm.png' } } };
  const recipe: PictureRecipe = { ...EMPTY_PICTURE, composite: { layers: [layer] } };
  const cut: RenditionOrder = { ...order('cut'), recipe };
  const mask = { object: 'm.png', file: 'm.png', stat, sha256: 'mm', facts: FACTS };
  const missing = { object: 'm.png', got: 'nothing' };
  const printOf = (sha256: string): string => digest(`aa\n${cut.recipeText}\n${sha256}`);
  const made = rendition('cut', { fingerprint: printOf('mm') });
  const compare = (previous: AssetRecord, found: FoundImage) =>
    compareAsset(
      input({ previous, orders: [cut], references: new Map([['m.png', found]]), files: new Map([[made.path, 7]]) }),
      rules,
    );

  it('is kept while both are as they were', () => {
    expect(decisions(compare(record({ renditions: [made] }), mask))).toEqual(['keep cut']);
  });

  it('is made again of another one, which the job is told of', () => {
    const plan = compare(record({ renditions: [made] }), { ...mask, sha256: 'nn' });
    expect(decisions(plan)).toEqual(['make cut named file changed']);
    expect(plan.actions).toMatchObject([
      { references: [{ object: 'm.png', sha256: 'nn' }], fingerprint: printOf('nn') },
    ]);
  });

  it('is tried once where there is none, and is good again with the one it was made of', () => {
    expect(decisions(compare(record({ renditions: [made] }), missing))).toEqual(['make cut named file changed']);
    const failed = record({
      renditions: [{ ...made, stale: true }],
      errors: [{ ...corrupt, code: 'OBJECT_UNUSABLE', rendition: 'cut' }],
      failed: { cut: printOf('') },
    });
    const still = compare(failed, missing);
    expect(decisions(still)).toEqual(['keep cut last good']);
    expect(still.errors).toHaveLength(1);
    const again = compare(failed, mask);
    expect(decisions(again)).toEqual(['keep cut']);
    expect([again.errors, again.record]).toEqual([[], true]);
  });
});

describe('an asset whose master vanished', () => {
  it('leaves the manifest once', () => {
    expect(compareGone(record(), 'master gone')).toMatchObject({ record: true, gone: 'master gone', actions: [] });
    expect(compareGone(record({ gone: true }), 'master gone').record).toBe(false);
  });
});
