import { describe, expect, it } from 'vitest';
import { MemoryCatalog } from '../../../../src/catalog/memory.ts';
import { layeredOf } from '../../../../src/run/reporting/layered.ts';
import { FACTS } from '../../../support/pictures/image-facts.ts';
import { assetRecord, renditionRecord } from '../../../support/project/records.ts';

const facts = { ...FACTS, width: 400, height: 200 };
const made = (name: string, recipe: string) => renditionRecord({ name, role: 'preset', recipe });

/** The layers of renditions whose recipes name such a picture, by rendition. */
async function layersOf(object: string) {
  const record = assetRecord('a.jpg', {
    facts,
    renditions: [
      made('plain', 'wid=200'),
      made('badge', `wid=200&layer=1&src=${object}&size=100,50`),
      made('alone', 'wid=200&layer=1&color=FF0000&size=10,10'),
    ],
  });
  const catalog = new MemoryCatalog();
  await catalog.record({ put: [record, assetRecord('art/badge.PNG', { facts })], drop: [], sweep: [] });
  const layered = await layeredOf(record, catalog);
  return layered.map(({ rendition, layers }) => [rendition.name, layers.map(({ label }) => label)]);
}

describe('renditions of several layers', () => {
  it.each(['art/badge.PNG', 'art/badge'])(
    'are told with their layers, of a picture that is named %s',
    async (object) => {
      expect(await layersOf(object)).toEqual([
        ['badge', ['0: the asset', `1: ${object}`]],
        ['alone', ['0: the asset', '1: a colour']],
      ]);
    },
  );

  it('are left out where a picture has gone', async () => {
    expect(await layersOf('art/gone')).toEqual([['alone', ['0: the asset', '1: a colour']]]);
  });
});
