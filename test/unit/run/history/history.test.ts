import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCatalog } from '../../../../src/catalog/index.ts';
import { History } from '../../../../src/run/history/history.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';

describe('the history of runs', () => {
  it('says that a file lies where its logs should, and enters no run', async () => {
    const output = ownFolder();
    writeFiles(output, { '.dmx/runs': 'a file' });
    const catalog = await openCatalog(output, { kind: 'memory' });
    const begin = History.begin(catalog, output, { command: 'ingest', cwd: output, folders: [] }, '');
    await expect(begin).rejects.toMatchObject({ code: 'STORAGE_DENIED', place: path.join(output, '.dmx/runs') });
    expect(await catalog.runs()).toEqual([]);
  });
});
