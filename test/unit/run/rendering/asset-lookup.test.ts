import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path, { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AssetRecord } from '../../../../src/model/catalog-record.ts';
import type { SmartCropRecord } from '../../../../src/model/rendition.ts';
import { AssetLookup, findCrop } from '../../../../src/run/rendering/asset-lookup.ts';
import { placesOf } from '../../../../src/run/project/runtime.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';
import { assetRecord, renditionRecord } from '../../../support/project/records.ts';

const CROPS: readonly SmartCropRecord[] = [
  { name: 'Large', rect: [0, 0, 1, 1], focus: [0.5, 0.5], by: 'center', confidence: 0 },
];
const PYRAMID = renditionRecord({ name: 'pyramid', role: 'pyramid', path: 'renditions/p.tif' });

/** A library with files of these paths, a catalog of these records, and names counted from a folder in it. */
function lookupIn({ files = [], records = [] }: { files?: readonly string[]; records?: readonly AssetRecord[] }) {
  const folder = ownFolder();
  const library = join(folder, 'library');
  const cwd = join(library, 'shoes');
  mkdirSync(cwd, { recursive: true });
  for (const file of files) writeFileSync(join(library, file), '');
  const byPath = new Map(records.map((record) => [record.path, record]));
  const recall = (path: string) => Promise.resolve(byPath.get(path));
  return {
    places: placesOf({ library, output: '/out' }),
    lookup: new AssetLookup({ cwd, library, output: '/out', recall }),
  };
}

const UNKNOWN = { code: 'ASSET_UNKNOWN' };

describe('the record of a name', () => {
  const paths = ['shoes/red.jpg', 'a:Large', 'a', 'caf\u00e9.jpg'];
  const records = paths.map((path) => assetRecord(path, { smartCrops: CROPS }));
  const byName = new Map(records.map((record) => [record.path, record]));
  const recall = (path: string) => Promise.resolve(byName.get(path));
  const lookup = new AssetLookup({ cwd: '/library/shoes', library: '/library', output: '/out', recall });

  it.each([
    ['an asset path', 'shoes/red.jpg', 'shoes/red.jpg', undefined],
    ['a file, as it is called from the working directory', 'red.jpg', 'shoes/red.jpg', undefined],
    ['an asset with a smart crop, spelled in any case', 'shoes/red.jpg:large', 'shoes/red.jpg', 'Large'],
    ['an asset whose own name holds a colon', 'a:Large', 'a:Large', undefined],
    ['a name in another normal form', 'cafe\u0301.jpg', 'caf\u00e9.jpg', undefined],
  ])('is that of %s', async (_what, given, path, crop) => {
    const found = await lookup.find(given);
    expect([found.asset.path, found.crop?.name]).toEqual([path, crop]);
  });

  it('is none where nothing is called so', async () => {
    await expect(lookup.find('blue.jpg')).rejects.toMatchObject({ ...UNKNOWN, place: 'blue.jpg' });
    expect(await lookup.tryFind('blue.jpg')).toBeUndefined();
    expect(await lookup.tryFind('blue.jpg:Large')).toBeUndefined();
  });

  it('is refused with the way to a template, where a preset is called so', async () => {
    const places = { cwd: '/library', library: '/library', output: '/out', recall };
    const found = new AssetLookup({ ...places, hasPreset: (name) => name === 'badge' });
    await expect(found.master('Company/badge')).rejects.toMatchObject({
      ...UNKNOWN,
      hint: expect.stringContaining('badge as its preset') as string,
    });
  });

  it('is refused where the asset has no such smart crop', async () => {
    await expect(lookup.tryFind('shoes/red.jpg:Larg')).rejects.toMatchObject({ code: 'CROP_UNKNOWN', place: 'Larg' });
  });
});

describe('the master of a name', () => {
  it('is a file before it is an asset path, and is called as it lies in the library', async () => {
    const { places, lookup } = lookupIn({ files: ['shoes/red.jpg', 'red.jpg', 'blue.jpg'] });
    expect(await lookup.master('red.jpg')).toEqual({
      given: 'red.jpg',
      source: { from: 'library', path: 'shoes/red.jpg' },
      places,
      path: 'shoes/red.jpg',
    });
    expect(await lookup.master('blue.jpg:Large')).toEqual({
      given: 'blue.jpg',
      source: { from: 'library', path: 'blue.jpg' },
      places,
      path: 'blue.jpg',
      crop: 'Large',
    });
  });

  it('is read by reference, outside of a library from the folder that it lies in', async () => {
    const folder = ownFolder();
    writeFiles(folder, { 'a/red.jpg': 'x', 'lib/b.jpg': 'x' });
    symlinkSync('../a/red.jpg', path.join(folder, 'lib/link.jpg'));
    const lookup = (library?: string): AssetLookup =>
      new AssetLookup({ cwd: folder, library, output: path.join(folder, 'out'), recall: async () => undefined });
    const lib = path.join(folder, 'lib');
    const at = (root: string) => ({ kind: 'folder', root: path.join(folder, root) });
    expect(await lookup().master('a/red.jpg')).toMatchObject({
      source: { from: 'library', path: 'red.jpg' },
      places: { library: at('a') },
    });
    expect(await lookup(lib).master('a/red.jpg:Large')).toMatchObject({
      source: { from: 'outside', path: 'red.jpg' },
      places: { library: at('lib'), outside: at('a') },
      crop: 'Large',
    });
    expect(await lookup(lib).master('b.jpg')).toMatchObject({ source: { from: 'library', path: 'b.jpg' } });
    // A link that leads out of the library is read where it leads to.
    expect(await lookup(lib).master('lib/link.jpg')).toMatchObject({
      source: { from: 'outside', path: 'red.jpg' },
      places: { outside: at('a') },
      path: 'link.jpg',
    });
  });

  it('is unknown where nothing has that name', async () => {
    const { lookup } = lookupIn({ files: ['red.jpg'] });
    await expect(lookup.master('blue.jpg')).rejects.toMatchObject(UNKNOWN);
    await expect(lookup.master('../../nothing.jpg')).rejects.toMatchObject(UNKNOWN);
  });

  it('is unknown with the name that was meant: of a file beside it, of the library, or of the catalog', async () => {
    const { lookup } = lookupIn({ files: ['shoes/sandal.jpg', 'boot.jpg'] });
    const hintOf = (name: string) => ({ ...UNKNOWN, hint: `Did you mean ${name}?` });
    await expect(lookup.master('sandla.jpg')).rejects.toMatchObject(hintOf('sandal.jpg'));
    await expect(lookup.master('boots.jpg')).rejects.toMatchObject(hintOf('boot.jpg'));
    const known = { cwd: '/nowhere', library: undefined, output: '/out', recall: async () => undefined };
    const remembered = new AssetLookup({ ...known, known: async () => ({ paths: ['bags/red.jpg'] }) });
    await expect(remembered.find('bags/red')).rejects.toMatchObject(hintOf('bags/red.jpg'));
    await expect(remembered.master('bag/red.jpg')).rejects.toMatchObject(hintOf('bags/red.jpg'));
  });
});

describe('the pyramid of a name', () => {
  it('is the one that the output holds, with the digest of its master', async () => {
    const blue = assetRecord('blue.jpg', { renditions: [PYRAMID], sha256: 'digest' });
    const { places, lookup } = lookupIn({ records: [blue] });
    expect(await lookup.pyramid('../blue.jpg:Large')).toEqual({
      given: '../blue.jpg',
      source: { from: 'storage', path: 'renditions/p.tif' },
      places,
      path: 'blue.jpg',
      crop: 'Large',
      pyramid: { sha256: 'digest', losesPaths: false },
    });
  });

  it('is none where the asset has none', async () => {
    const { lookup } = lookupIn({ records: [assetRecord('shoes/red.jpg')] });
    await expect(lookup.pyramid('red.jpg')).rejects.toMatchObject({ code: 'RENDITION_UNKNOWN' });
  });
});

describe('the name of a smart crop', () => {
  it('is the declared one, whatever its case', () => {
    expect(findCrop('large', ['Large', 'Small'], 'shop')).toBe('Large');
  });
});
