import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCatalog } from '../../../../src/catalog/index.ts';
import { commitClearingPath } from '../../../../src/run/work/clear-path.ts';
import { openStorage } from '../../../../src/storage/index.ts';
import { makeScratch, scratchFolder } from '../../../../src/system/scratch.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';
import { assetRecord, leftFile, renditionRecord } from '../../../support/project/records.ts';

const FILE = 'renditions/red.png/thumb.jpg';
const BELOW = `${FILE}/thumb.jpg`;

async function opened() {
  const root = ownFolder();
  const storage = openStorage('folder', root);
  await storage.prepare();
  writeFiles(root, { [FILE]: 'in the way' });
  const file = path.join(await makeScratch(scratchFolder(root), 'job'), 'made');
  writeFileSync(file, 'new');
  const catalog = await openCatalog(root, { kind: 'memory' });
  return { root, storage, catalog, store: () => storage.commit(file, BELOW) };
}

describe('a file where a folder is needed', () => {
  it('gives way when it is one of ours', async () => {
    const { root, storage, catalog, store } = await opened();
    const renditions = [renditionRecord({ path: FILE })];
    await catalog.record({ put: [assetRecord('red.png', { gone: true, renditions })], drop: [], sweep: [] });
    await commitClearingPath(BELOW, store, { storage, catalog });
    expect(readFileSync(path.join(root, BELOW), 'utf8')).toBe('new');
  });

  it('gives way when it was to be removed anyway', async () => {
    const { root, storage, catalog, store } = await opened();
    await catalog.record({ put: [], drop: [], sweep: [leftFile(FILE)] });
    await commitClearingPath(BELOW, store, { storage, catalog });
    expect(readFileSync(path.join(root, BELOW), 'utf8')).toBe('new');
  });

  it('stays when nobody knows it, and is told', async () => {
    const { root, storage, catalog, store } = await opened();
    await expect(commitClearingPath(BELOW, store, { storage, catalog })).rejects.toMatchObject({
      code: 'STORAGE_DENIED',
    });
    expect(readFileSync(path.join(root, FILE), 'utf8')).toBe('in the way');
  });
});
