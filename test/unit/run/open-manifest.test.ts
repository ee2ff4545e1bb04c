import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ManifestAsset } from '../../../src/model/manifest/manifest-asset.ts';
import type { SetEntry } from '../../../src/model/sets.ts';
import { openManifest } from '../../../src/run/open-manifest.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { manifestAsset, manifestRendition } from '../../support/project/manifest-asset.ts';

const ASSETS = [
  manifestAsset({ path: 'shoes/a.jpg', tags: ['hero'], metadata: { rating: 4 } }),
  manifestAsset({
    path: 'shoes/Übung.jpg',
    renditions: [manifestRendition('web', { path: 'renditions/Übung/web.jpg' })],
  }),
] as const;

const head = '{"schema":"dmx-manifest/1","generator":{"name":"dmx","version":"1"}';
const document = (assets: readonly ManifestAsset[]): string =>
  `${head},"assets":[\n${assets.map((asset) => JSON.stringify(asset)).join(',\n')}\n]}\n`;

const SETS: readonly SetEntry[] = [
  { path: 'shoes/spin', type: 'spin', by: null, members: [], text: '', version: '0badcafe' },
];
const listedSets = SETS.map((set) => JSON.stringify(set)).join(',\n');
const withSets = document(ASSETS).replace('\n]}\n', `\n],"sets":[\n${listedSets}\n]}\n`);

const FORMS = {
  'one document': { 'manifest.json': withSets },
  'one document that another program printed': {
    'manifest.json': JSON.stringify(JSON.parse(withSets), null, 2),
  },
  lines: {
    'manifest.ndjson': [...ASSETS, ...SETS.map((set) => ({ kind: 'set', ...set }))]
      .map((one) => `${JSON.stringify(one)}\n`)
      .join(''),
  },
  'a file for each folder': {
    'manifest.json': `${head},"folders":[{"folder":"shoes","file":"manifests/shoes.json","assets":2}],"sets":[${listedSets}]}`,
    'manifests/shoes.json': document(ASSETS),
  },
};

describe('a manifest that is opened', () => {
  it.each(Object.entries(FORMS))('is read whatever its form: %s', async (_, files) => {
    const folder = ownFolder();
    writeFiles(folder, files);
    const [name = ''] = Object.keys(files);
    for (const given of [folder, join(folder, name), pathToFileURL(folder)]) {
      const { assets, sets, output, file } = await openManifest(given);
      expect(assets).toEqual(ASSETS);
      expect(sets).toEqual(SETS);
      expect([output, file]).toEqual([folder, join(folder, name)]);
    }
  });

  it('finds assets by their paths and by what is said of them', async () => {
    const folder = ownFolder();
    writeFiles(folder, { 'manifest.json': document(ASSETS) });
    const media = await openManifest(folder, { base: '/media' });
    expect(media.asset('shoes/Übung.jpg'.normalize('NFD'))).toEqual(ASSETS[1]);
    expect(media.asset('shoes/none.jpg')).toBeUndefined();
    expect(media.select({ tags: ['hero'], rating: 4, path: ['shoes/**'] })).toEqual([ASSETS[0]]);
    expect(media.select({ tags: ['!hero'] })).toEqual([ASSETS[1]]);
    expect(media.url({ path: 'renditions/Übung/web.jpg' })).toBe('/media/renditions/%C3%9Cbung/web.jpg');
    expect(media.picture('shoes/Übung.jpg')?.img.src).toBe('/media/renditions/%C3%9Cbung/web.jpg');
    expect(media.picture('shoes/Übung.jpg', { base: '' })?.img.src).toBe('renditions/%C3%9Cbung/web.jpg');
    expect(media.video('shoes/a.jpg')).toBeUndefined();
    expect(media.markup(ASSETS[1])).toContain('/media/');
    expect(() => media.markup('shoes/none.jpg')).toThrow(expect.objectContaining({ code: 'ASSET_UNKNOWN' }));
  });

  it.each([
    ['is not there', {}],
    ['is no JSON', { 'manifest.json': 'null and void' }],
    ['was cut off', { 'manifest.json': document(ASSETS).slice(0, 300) }],
    ['was cut off between two assets', { 'manifest.json': document(ASSETS).split('\n').slice(0, 2).join('\n') }],
    ['is of a later kind', { 'manifest.json': document(ASSETS).replace('manifest/1', 'manifest/2') }],
    ['is something else', { 'manifest.json': '[1, 2]' }],
    ['is empty', { 'manifest.json': '' }],
  ])('is refused where it %s', async (_, files) => {
    const folder = ownFolder();
    writeFiles(folder, files);
    await expect(openManifest(folder)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});
