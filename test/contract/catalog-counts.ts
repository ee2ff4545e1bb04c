import { expect, it, onTestFinished } from 'vitest';

import type { Catalog } from '../../src/catalog/catalog.ts';
import { assetRecord } from '../support/project/records.ts';

const STATES = ['ready', 'partial', 'failed'] as const;

// In UTF-8 order the last of these is the last, in UTF-16 the one before.
const FOLDERS = ['a', '\u00e9', '\uffee', '\u{1F600}'];

/** Makes sure that a catalog counts more records than an SQL database counts together. `make` opens a new, empty one. */
export function describeCounts(name: string, make: () => Promise<Catalog>): void {
  it(`the ${name} catalog counts however many records it has`, async () => {
    const catalog = await make();
    onTestFinished(() => catalog.close());
    const records = Array.from({ length: 12_001 }, (_, i) =>
      assetRecord(`${FOLDERS[i % 4]}/${i}`, { state: STATES[i % 3]!, gone: i % 1000 === 0 }),
    );
    await catalog.record({ put: records, drop: [], sweep: [] });
    const summary = await catalog.summary();
    expect(summary.gone).toBe(13);
    const present = records.filter(({ gone }) => !gone);
    for (const state of STATES) expect(summary.states[state]).toBe(present.filter((one) => one.state === state).length);
  });
}
