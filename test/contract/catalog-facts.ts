import { describe, expect, it, onTestFinished } from 'vitest';

import type { Catalog } from '../../src/catalog/catalog.ts';
import type { CatalogFacts, FactName } from '../../src/catalog/facts.ts';
import { MANIFEST_FORMS } from '../../src/model/manifest/manifest-forms.ts';

const FACTS: { readonly [K in FactName]: readonly CatalogFacts[K][] } = {
  library: ['../photos', 'ünder', '.'],
  shard: [{ index: 2, of: 3 }, null],
  manifestVersion: ['1.2.3'],
  manifestForm: MANIFEST_FORMS,
  manifestBytes: [0, 1_975_000_085],
  sets: [
    { rules: 'r', versions: { 'shoes/SET': '0123abcd' }, findings: [{ set: 'x', fatal: true, message: 'm' }] },
    { rules: '', versions: {}, findings: [] },
  ],
  control: [
    { run: '20260101-000000-abcd', ask: 'suspend' },
    { run: '20260101-000000-abcd', ask: 'terminate' },
  ],
  engines: [
    { installation: '0123', texts: { jpg: 'image 1, vips 8.18.7, mozjpeg 4', 'detector faces': 'faces 2' } },
    { installation: '4567', texts: {} },
  ],
};

/** What every catalog promises of single facts. `make` opens a new, empty one. */
export function describeFacts(name: string, make: () => Promise<Catalog>): void {
  describe(`the facts of the ${name} catalog`, () => {
    it.each(Object.entries(FACTS))('hold %s, as it was set last', async (key, values) => {
      const fact = key as FactName;
      const catalog = await make();
      onTestFinished(() => catalog.close());
      expect(await catalog.fact(fact)).toBeUndefined();
      for (const value of values) {
        await catalog.setFact(fact, value as never);
        expect(await catalog.fact(fact)).toEqual(value);
      }
      for (const other of Object.keys(FACTS) as FactName[]) {
        if (other !== fact) expect(await catalog.fact(other)).toBeUndefined();
      }
    });
  });
}
