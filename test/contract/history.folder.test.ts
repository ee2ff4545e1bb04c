import { onTestFinished } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { openHistory } from '../../src/run/history/index.ts';
import { ownFolder } from '../support/files/own-folder.ts';
import { describeHistory } from './history.ts';

describeHistory('folder', async () => {
  const output = ownFolder();
  const catalog = await openCatalog(output);
  onTestFinished(() => catalog.close());
  return openHistory('folder', output, catalog);
});
