import { describe, expect, it } from 'vitest';
import type { ScannedFile } from '../../../../src/model/asset.ts';
import { glanceOf } from '../../../../src/model/asset-glance.ts';
import type { AssetRecord } from '../../../../src/model/catalog-record.ts';
import { diffLibrary } from '../../../../src/run/planning/diff-library.ts';
import type { RunScope } from '../../../../src/run/planning/unselected-assets.ts';
import { FACTS } from '../../../support/pictures/image-facts.ts';
import { assetRecord } from '../../../support/project/records.ts';

const stat = (bytes: number) => ({ bytes, mtimeNs: '1', inode: '1' });
const file = (path: string, bytes = 1): ScannedFile => ({ file: path, path, stat: stat(bytes) });
const known = (path: string, given: Partial<AssetRecord> = {}): AssetRecord =>
  assetRecord(path, { stat: stat(1), facts: FACTS, ...given });

const ALL: RunScope = {
  ...{ selections: [''], excluded: () => undefined, narrowed: false, owns: () => true, sharded: false, video: true },
};

function diff(files: readonly ScannedFile[], records: readonly AssetRecord[], scope: Partial<RunScope> = {}) {
  const catalog = {
    async *glances(folder = '') {
      for (const one of records) if (folder === '' || one.path.startsWith(`${folder}/`)) yield [glanceOf(one)];
    },
    async *assetsAt(asked: readonly string[]) {
      yield* records.filter(({ path }) => asked.includes(path));
    },
  };
  return diffLibrary(files, { ...ALL, ...scope }, { catalog, retryFailed: false });
}

const paths = (all: readonly { readonly path: string }[]): readonly string[] => all.map(({ path }) => path);

describe('the library against the catalog', () => {
  it('has new, changed and returned masters to read, of which the changed one is not fresh', async () => {
    const records = [
      known('changed', { stat: stat(2) }),
      known('returned', { gone: true, stat: stat(2) }),
      known('same'),
    ];
    const { unread, fresh, vanished } = await diff(
      ['changed', 'new', 'returned', 'same'].map((one) => file(one)),
      records,
    );
    expect(paths(unread)).toEqual(['changed', 'new', 'returned']);
    expect(paths(fresh)).toEqual(['new', 'returned']);
    expect(vanished).toEqual([]);
  });

  it('counts per selected folder what is known, found and vanished, and nothing outside', async () => {
    const records = ['a/1', 'a/2', 'b/1', 'c/1'].map((path) => known(path));
    const { losses, vanished } = await diff([file('a/1'), file('b/1'), file('b/2')], records, {
      selections: ['a', 'b'],
    });
    expect(losses).toEqual([
      { folder: 'a', known: 2, vanished: 1, found: 1 },
      { folder: 'b', known: 1, vanished: 0, found: 2 },
    ]);
    expect(paths(vanished)).toEqual(['a/2']);
  });

  it('does not take for vanished what is gone, excluded, or another shard’s', async () => {
    const records = [known('excluded'), known('gone', { gone: true }), known('other'), known('own')];
    const { vanished, losses } = await diff([], records, {
      owns: (path) => path !== 'other',
      excluded: (path) => (path === 'excluded' ? 'excluded' : undefined),
    });
    expect(paths(vanished)).toEqual(['own']);
    expect(losses).toEqual([{ folder: '', known: 1, vanished: 1, found: 0 }]);
  });

  it('counts new masters of other shards by size, and leaves them to these', async () => {
    const { unread, newElsewhere } = await diff(
      [file('a', 5), file('b', 5), file('c', 7), file('d', 7)],
      [known('d')],
      {
        owns: (path) => path === 'a',
      },
    );
    expect(paths(unread)).toEqual(['a']);
    expect([...newElsewhere]).toEqual([
      [5, 1],
      [7, 1],
    ]);
  });
});
