import { describe, expect, it } from 'vitest';
import { openCatalog } from '../../../../src/catalog/index.ts';
import { parseConfig } from '../../../../src/profiles/config.ts';
import { wantedOf, wantedRecords } from '../../../../src/run/project/wanted.ts';
import { assetRecord } from '../../../support/project/records.ts';

const collections = 'collections: { Summer: { tags: [sun, "!draft"], rating: 3 } }\n';
const { config } = parseConfig({ name: 'dmx.yaml', text: `version: 1\n${collections}` });
const wanted = (said: Partial<Parameters<typeof wantedOf>[0]>) =>
  wantedOf({ tags: undefined, keywords: undefined, rating: undefined, collection: undefined, ...said }, config);

async function catalogOf() {
  const catalog = await openCatalog('', { kind: 'memory' });
  const put = [
    assetRecord('a/1.jpg', { tags: ['sun'], metadata: { rating: 4 } }),
    assetRecord('a/2.jpg', { tags: ['sun', 'draft'], metadata: { rating: 5 }, state: 'failed' }),
    assetRecord('b/3.jpg', { tags: ['sun'], metadata: { rating: 3, keywords: ['Sea'] } }),
    assetRecord('b/4.jpg', { tags: ['sun'], metadata: { rating: 3 }, gone: true }),
  ];
  await catalog.record({ put, drop: [], sweep: [] });
  return catalog;
}

describe('the assets that are asked for', () => {
  it.each([
    [{}, 'a/1.jpg a/2.jpg b/3.jpg'],
    [{ collection: 'summer' }, 'a/1.jpg b/3.jpg'],
    [{ collection: 'Summer', keywords: ['sea'] }, 'b/3.jpg'],
    [{ tags: ['draft'] }, 'a/2.jpg'],
    [{ rating: 4, tags: ['!draft'] }, 'a/1.jpg'],
  ])('are those of %j', async (said, paths) => {
    const catalog = await catalogOf();
    const found: string[] = [];
    for await (const { path } of wantedRecords(catalog, '', wanted(said))) found.push(path);
    expect(found.join(' ')).toBe(paths);
  });

  it('are counted as all of them are, in a folder too', async () => {
    const catalog = await catalogOf();
    const none = wanted({});
    expect(none).toBeUndefined();
    expect(await catalog.summary('', () => true)).toEqual(await catalog.summary('', none));
    const summary = await catalog.summary('a', wanted({ collection: 'summer' }));
    expect(summary).toMatchObject({ states: { ready: 1, failed: 0 }, renditions: 1, masterBytes: 1_000_000 });
  });

  it('are refused where nobody knows the collection', () => {
    expect(() => wanted({ collection: 'winter' })).toThrow(expect.objectContaining({ code: 'COLLECTION_UNKNOWN' }));
  });
});
