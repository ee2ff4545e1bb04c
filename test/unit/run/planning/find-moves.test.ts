import { describe, expect, it } from 'vitest';
import type { MasterStat, ScannedFile } from '../../../../src/model/asset.ts';
import type { AssetRecord } from '../../../../src/model/catalog-record.ts';
import type { LibraryDiff } from '../../../../src/run/planning/diff-library.ts';
import { findMoves, type Moves, NO_MOVES, refuseLoss } from '../../../../src/run/planning/find-moves.ts';
import { assetRecord } from '../../../support/project/records.ts';

const file = (path: string): ScannedFile => ({ file: path, path, stat: { bytes: 1, mtimeNs: '1', inode: '1' } });

/** Finds moves of new masters, each given with its digest, among records of the same kind. */
async function find(
  fresh: Record<string, string>,
  records: Record<string, string>,
  present: readonly string[] = [],
  stat?: MasterStat,
) {
  const known = Object.entries(records).map(([path, sha256]) => assetRecord(path, { sha256, ...(stat && { stat }) }));
  const moves = await findMoves(
    Object.keys(fresh).map((path) => file(path)),
    {
      digestOf: ({ path }) => fresh[path],
      isForeign: ({ path }) => path.endsWith('.html'),
      catalog: { assetsByDigest: async (sha256) => known.filter((one) => one.sha256 === sha256) },
      isAbsent: async ({ path }) => !present.includes(path),
    },
  );
  return [...moves.from].map(([to, { path }]) => `${path} → ${to}`);
}

describe('a move', () => {
  it('is seen where a new master has the bytes of one that is not there any more', async () => {
    expect(await find({ 'new/a': '1', 'new/b': '2' }, { 'old/a': '1', 'old/c': '3' })).toEqual(['old/a → new/a']);
  });

  it('is none where the old master is still there, the new one cannot be read, or has returned to its place', async () => {
    expect(await find({ copy: '1' }, { original: '1' }, ['original'])).toEqual([]);
    expect(await find({ torn: '' }, { other: '' })).toEqual([]);
    expect(await find({ back: '1' }, { back: '1', elsewhere: '1' })).toEqual([]);
  });

  it('of a master that holds no picture any more is the same file, not one with the same content', async () => {
    expect(await find({ 'new.html': '1' }, { 'old.jpg': '1' })).toEqual([]);
    expect(await find({ 'new.html': '1' }, { 'old.jpg': '1' }, [], file('').stat)).toEqual(['old.jpg → new.html']);
  });

  it('takes each vanished asset once', async () => {
    expect(await find({ a: '1', b: '1', c: '1' }, { x: '1', y: '1' })).toEqual(['x → a', 'y → b']);
  });
});

function lossOf(vanished: readonly AssetRecord[], known: number, given: Partial<LibraryDiff> = {}): LibraryDiff {
  const losses = [{ folder: '', known, vanished: vanished.length, found: known - vanished.length }];
  return { ...{ unread: [], fresh: [], good: new Set<string>(), vanished, losses, newElsewhere: new Map() }, ...given };
}

const VANISHED = Array.from({ length: 5 }, (_, i) => assetRecord(`${i}.jpg`));

describe('a library that shrank', () => {
  it('is refused where more than a fifth has vanished', () => {
    expect(() => refuseLoss(lossOf(VANISHED, 20), NO_MOVES, [])).toThrowError(
      expect.objectContaining({ code: 'LIBRARY_SHRUNK' }),
    );
    refuseLoss(lossOf(VANISHED, 30), NO_MOVES, []);
  });

  it('is not where they moved, within it or to where another shard looks', () => {
    const moves: Moves = { from: new Map(), left: new Set(['0.jpg', '1.jpg']) };
    refuseLoss(lossOf(VANISHED, 20), moves, []);
    const [{ stat: { bytes } } = assetRecord('')] = VANISHED;
    refuseLoss(lossOf(VANISHED, 20, { newElsewhere: new Map([[bytes, 2]]) }), NO_MOVES, []);
  });
});
