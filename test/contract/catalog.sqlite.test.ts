import { expect, it } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { ownFolder } from '../support/files/own-folder.ts';
import { describeCatalog } from './catalog.ts';
import { describeFacts } from './catalog-facts.ts';
import { describeCounts } from './catalog-counts.ts';
import { describeGlances } from './catalog-glances.ts';

describeCatalog('sqlite', () => openCatalog(ownFolder()));
describeFacts('sqlite', () => openCatalog(ownFolder()));
describeCounts('sqlite', () => openCatalog(ownFolder()));
describeGlances('sqlite', () => openCatalog(ownFolder()));

it('lets what was bound to its statements go: each transaction ends with a turn of the event loop', async () => {
  const catalog = await openCatalog(ownFolder());
  let turns = 0;
  setImmediate(() => turns++);
  await catalog.record({ put: [], drop: [], sweep: [] });
  expect(turns).toBe(1);
  setImmediate(() => turns++);
  await catalog.approve([], 'rules');
  expect(turns).toBe(2);
  await catalog.close();
});
