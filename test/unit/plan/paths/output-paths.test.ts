import { describe, expect, it } from 'vitest';
import type { RenditionOrder } from '../../../../src/model/rendition.ts';
import { OutputPaths } from '../../../../src/plan/paths/output-paths.ts';
import { assetRecord, renditionRecord } from '../../../support/project/records.ts';
import { EMPTY_PICTURE } from '../../../../src/model/recipe/recipe-tree.ts';

const order = (name: string): RenditionOrder => ({
  name,
  role: 'preset',
  extension: 'jpg',
  recipe: { ...EMPTY_PICTURE, view: { width: 1 } },
  recipeText: 'wid=1',
});

const ORDERS = [order('thumb'), order('large')];
const FLAT = '{dir}/{stem}-{name}.{ext}';

const paths = (
  naming: string,
  { caseBlind = false, output = '/out', assets = [] as readonly string[] } = {},
): OutputPaths => new OutputPaths({ naming, caseBlind, output, isAsset: (path) => assets.includes(path) });

const known = (path: string, ...files: readonly string[]) =>
  assetRecord(path, {
    renditions: files.map((file) => renditionRecord({ name: 'thumb', path: `renditions/${file}` })),
  });

describe('what an asset owns of the output', () => {
  it('is what nobody before it owns; who is refused keeps no file that is another one’s', () => {
    const owned = paths(FLAT);
    expect(owned.take('a/red.jpg', ORDERS, undefined)).toEqual({ lost: false });
    const later = owned.take('a/red.png', ORDERS, known('a/red.png', 'a/red-thumb.jpg', 'elsewhere/red.jpg'));
    expect(later.refused).toMatchObject({ code: 'PATH_COLLISION', place: 'a/red.png' });
    expect(later.lost).toBe(true);
    expect(later.previous?.renditions.map(({ path }) => path)).toEqual(['renditions/elsewhere/red.jpg']);
  });

  it('is the same when asked for again', () => {
    const owned = paths(FLAT);
    const red = known('a/red.jpg', 'a/red-thumb.jpg');
    for (const _time of [1, 2]) expect(owned.take('a/red.jpg', ORDERS, red)).toEqual({ previous: red, lost: false });
  });

  it('is not what lies where another asset has come since it moved', () => {
    const owned = paths(FLAT);
    owned.take('a/red.jpg', ORDERS, undefined);
    const moved = owned.take('b/red.png', ORDERS, known('a/red.png', 'a/red-thumb.jpg'));
    expect(moved).toMatchObject({ lost: true, previous: { path: 'a/red.png', renditions: [] } });
    expect(moved.refused).toBeUndefined();
  });

  it('is not the file of another one whose size is in its name', () => {
    const owned = paths('{dir}/{stem}-{name}-{width}.{ext}');
    owned.take('red.jpg', ORDERS, undefined);
    expect(owned.take('red.png', ORDERS, known('red.png', 'red-thumb-20.jpg')).lost).toBe(true);
  });

  it('is not what an asset has that nobody asks about', () => {
    const owned = paths('{dir}/{stem}-{name}-{width}.{ext}');
    owned.reserve(known('red.png', 'red-thumb-20.jpg'), ORDERS);
    expect(owned.take('red.jpg', ORDERS, undefined).refused).toMatchObject({ code: 'PATH_COLLISION' });
    expect(owned.take('green.jpg', ORDERS, undefined).refused).toBeUndefined();
  });

  it('is a folder of its own in the usual layout, which meets another only where case does not count', () => {
    expect(paths('{path}/{name}.{ext}').canMeet).toBe(false);
    const owned = paths('{path}/{name}.{ext}', { caseBlind: true });
    expect(owned.canMeet).toBe(true);
    owned.take('Red.jpg', ORDERS, undefined);
    const later = owned.take('red.jpg', ORDERS, known('red.jpg', 'red.jpg/thumb.jpg'));
    expect(later).toMatchObject({ refused: { code: 'PATH_COLLISION' }, lost: true });
  });

  it('is, in that layout, not what lies in the folder of another master, whichever is asked about first', () => {
    const owned = paths('{path}/{name}.{ext}', { assets: ['a/red.jpg', 'b/red.jpg'] });
    const moved = known('a/red.jpg', 'a/red.jpg/thumb.jpg', 'b/red.jpg/large.jpg', 'c/red.jpg/thumb.jpg');
    const taken = owned.take('b/red.jpg', ORDERS, moved);
    expect(taken.lost).toBe(true);
    expect(taken.previous?.renditions.map(({ path }) => path)).toEqual([
      'renditions/b/red.jpg/large.jpg',
      'renditions/c/red.jpg/thumb.jpg',
    ]);
  });

  it('is one of two spellings of a name in Unicode', () => {
    const refused = paths('{path}/{name}.{ext}').take('e\u0301.jpg', ORDERS, undefined).refused;
    expect(refused).toMatchObject({ code: 'PATH_COLLISION', place: 'e\u0301.jpg' });
  });
});

describe('a path that no disk can hold', () => {
  const refusal = (naming: string, asset: string, output?: string): string | undefined =>
    paths(naming, output === undefined ? {} : { output }).take(asset, ORDERS, undefined).refused?.code;

  it('refuses the asset: a name of more than 255 bytes, whole or with what the layout adds', () => {
    expect(refusal('{path}/{name}.{ext}', `${'a'.repeat(251)}.jpg`)).toBeUndefined();
    expect(refusal('{path}/{name}.{ext}', `${'a'.repeat(252)}.jpg`)).toBe('PATH_TOO_LONG');
    // 60 notes of four bytes become twelve bytes each in NFC.
    expect(refusal('{path}/{name}.{ext}', `${'\u{1D160}'.repeat(60)}.jpg`.normalize('NFC'))).toBe('PATH_TOO_LONG');
    expect(refusal(FLAT, `${'a'.repeat(245)}.jpg`)).toBeUndefined();
    expect(refusal(FLAT, `${'a'.repeat(246)}.jpg`)).toBe('PATH_TOO_LONG');
    expect(refusal('{path}/{stem}-{name}.{ext}', `${'a'.repeat(246)}.jpg`)).toBe('PATH_TOO_LONG');
  });

  it('refuses the asset: more than 4095 bytes with the output', () => {
    const deep = Array.from({ length: 40 }, () => 'a'.repeat(50)).join('/');
    expect(refusal('{path}/{name}.{ext}', `${deep}/a.jpg`)).toBeUndefined();
    expect(refusal('{path}/{name}.{ext}', `${deep}/${deep}/a.jpg`)).toBe('PATH_TOO_LONG');
    expect(refusal('{path}/{name}.{ext}', 'a.jpg', `/${deep}/${deep}`)).toBe('PATH_TOO_LONG');
  });
});
