import { describe, expect, it, onTestFinished } from 'vitest';

import type { Catalog } from '../../src/catalog/catalog.ts';
import { type AssetGlance, glanceOf } from '../../src/model/asset-glance.ts';
import { assetRecord, renditionRecord } from '../support/project/records.ts';
import { CLIP } from '../support/video/clips.ts';

async function glances(catalog: Catalog, folder?: string): Promise<readonly AssetGlance[]> {
  const all: AssetGlance[] = [];
  for await (const some of catalog.glances(folder)) all.push(...some);
  return all;
}

/** What every catalog promises of glances. `make` opens a new, empty one. */
export function describeGlances(name: string, make: () => Promise<Catalog>): void {
  describe(`the glances of the ${name} catalog`, () => {
    it('come in the order of the records, approved of until those are put again', async () => {
      const catalog = await make();
      onTestFinished(() => catalog.close());
      const renditions = ['card', 'tiny'].map((name) =>
        renditionRecord({ name, path: `renditions/a.jpg/${name}.jpg` }),
      );
      const records = [
        assetRecord('a.jpg', { renditions, facts: CLIP, probed: 2 }),
        assetRecord('b.jpg', { gone: true }),
      ];
      await catalog.record({ put: records, drop: [], sweep: [] });
      await catalog.approve([...records, assetRecord('unknown.jpg')], 'rules');
      await catalog.record({ put: [assetRecord('c.jpg')], drop: [], sweep: [] });
      expect(await glances(catalog)).toEqual([
        { ...glanceOf(records[0] ?? assetRecord('')), approval: 'rules' },
        { ...glanceOf(records[1] ?? assetRecord('')), approval: 'rules' },
        glanceOf(assetRecord('c.jpg')),
      ]);
      await catalog.record({ put: records.slice(0, 1), drop: [], sweep: [] });
      expect((await glances(catalog)).map(({ approval }) => approval)).toEqual(['', 'rules', '']);
      expect((await glances(catalog, 'b.jpg')).map(({ path, gone }) => [path, gone])).toEqual([['b.jpg', true]]);
    });
  });
}
