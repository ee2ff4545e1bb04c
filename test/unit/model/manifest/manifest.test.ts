import { describe, expect, it } from 'vitest';
import type { AssetRecord } from '../../../../src/model/catalog-record.ts';
import type { ManifestAsset } from '../../../../src/model/manifest/manifest-asset.ts';
import { inManifest, manifestAsset, manifestJson, manifestLines } from '../../../../src/model/manifest/manifest.ts';

const record = (change: Partial<AssetRecord>): AssetRecord => ({
  ...{ path: 'a.jpg', kind: 'image', state: 'ready', stat: { bytes: 10, mtimeNs: '99', inode: '7' }, sha256: 'aa' },
  ...{ mime: 'image/jpeg', profile: 'default', published: true, gone: false, smartCrops: [], renditions: [] },
  facts: {
    ...{ kind: 'image', mime: 'image/jpeg', width: 30, height: 20, orientation: 6, colorSpace: 'srgb', icc: null },
    ...{ alpha: false, depth: 8, progressive: false, pages: 1 },
  },
  ...{ errors: [], failed: {}, warnings: [], recordedAt: '2026-01-01T00:00:00Z' },
  ...change,
});

async function* each(records: readonly AssetRecord[]): AsyncIterable<ManifestAsset> {
  for (const one of records) yield manifestAsset(one);
}

async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

describe('the manifest', () => {
  it('has its keys in a fixed order, and neither times nor what only this machine knows', () => {
    const line = JSON.stringify(manifestAsset(record({ swatchColor: '#102030' })));
    expect(line).toBe(
      '{"path":"a.jpg","kind":"image","state":"ready","master":{"mime":"image/jpeg","bytes":10,"sha256":"aa",' +
        '"width":30,"height":20,"orientation":6,"colorSpace":"srgb","icc":null,"alpha":false},"profile":"default",' +
        '"swatchColor":"#102030","smartCrops":[],"renditions":[],"errors":[]}',
    );
  });

  it('says how many frames or pages a master has, where these are several', () => {
    const { facts } = record({});
    if (facts?.kind !== 'image') throw new Error('expected facts of a picture');
    expect(manifestAsset(record({ facts: { ...facts, pages: 12 } })).master).toMatchObject({ alpha: false, pages: 12 });
    expect(manifestAsset(record({ facts })).master).not.toHaveProperty('pages');
  });

  it('says what is damaged or missing of a master that is shown all the same', () => {
    const { facts } = record({});
    if (facts?.kind !== 'image') throw new Error('expected facts of a picture');
    const said = (change: Partial<AssetRecord>) => manifestAsset(record(change)).master.damage;
    expect(said({})).toBeUndefined();
    expect(said({ damage: 'bad Huffman code' })).toBe('bad Huffman code');
    expect(said({ facts: { ...facts, cutOff: true } })).toBe('cut off');
  });

  it('lists neither what is gone nor what is not published', () => {
    const records = [record({}), record({ path: 'b', gone: true }), record({ path: 'c', published: false })];
    expect(records.filter(inManifest).map(({ path }) => path)).toEqual(['a.jpg']);
  });

  it('is one document with one asset a line', async () => {
    const records = [record({}), record({ path: 'd' })];
    const text = await textOf(manifestJson(each(records), '1.2.3'));
    const parsed = JSON.parse(text) as { schema: string; generator: object; assets: { path: string }[] };
    expect(parsed).toMatchObject({ schema: 'dmx-manifest/1', generator: { name: 'dmx', version: '1.2.3' } });
    expect(parsed.assets.map(({ path }) => path)).toEqual(['a.jpg', 'd']);
    expect(text.split('\n').filter((line) => line.includes('"path"'))).toHaveLength(2);
    expect((await textOf(manifestLines(each(records)))).split('\n')).toHaveLength(3);
  });

  it('is a document even with nothing in it', async () => {
    expect(JSON.parse(await textOf(manifestJson(each([]), '1')))).toMatchObject({ assets: [] });
  });
});
