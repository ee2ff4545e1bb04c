import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openCatalog } from '../../../../src/catalog/index.ts';
import { NO_COUNTS } from '../../../../src/model/run/run.ts';
import { CatalogHistory } from '../../../../src/run/history/catalog-history.ts';
import { OpenRun } from '../../../../src/run/history/open-run.ts';
import { FolderLogs, MemoryLogs, type RunLogs } from '../../../../src/run/history/run-logs.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';
import { runEvents } from '../../../support/cli/run-events.ts';

async function openHistory(logs: RunLogs): Promise<CatalogHistory> {
  return new CatalogHistory(await openCatalog('/out', { kind: 'memory' }), logs);
}

const REQUEST = { command: 'ingest', cwd: '/', folders: [] };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the entry of a run in the history', () => {
  it('is not made where a file lies in place of the logs, which is told', async () => {
    const output = ownFolder();
    writeFiles(output, { '.dmx/runs': 'a file' });
    const history = await openHistory(new FolderLogs(output));
    const begin = OpenRun.begin(history, REQUEST, { title: '', counts: () => NO_COUNTS });
    await expect(begin).rejects.toMatchObject({ code: 'STORAGE_DENIED', place: path.join(output, '.dmx/runs') });
    expect(await history.runs()).toEqual([]);
  });

  it('tells how far the run is within a second, and writes nothing where nothing moves', async () => {
    const history = await openHistory(new MemoryLogs());
    let made = 0;
    const open = await OpenRun.begin(history, REQUEST, { title: '', counts: () => ({ ...NO_COUNTS, made }) });
    const emit = open.logging(() => undefined);
    emit(runEvents.planned({ jobs: 10, make: 40 }));
    emit(runEvents.jobFinished('a.jpg'));
    made = 4;
    await vi.advanceTimersByTimeAsync(1300);
    const [told] = await history.runs();
    expect(told).toMatchObject({
      ...{ state: 'running', counts: { made: 4 }, plannedAt: expect.any(String) },
      progress: { phase: 'making', done: 1, total: 10, renditionsDone: 4, renditions: 40 },
    });
    await vi.advanceTimersByTimeAsync(1300);
    expect(await history.runs()).toEqual([told]);
    await open.end('finished');
    await open.close();
    expect(await history.runs()).toMatchObject([{ state: 'finished', progress: { done: 1 } }]);
  });

  it('marks runs interrupted that still call themselves running', async () => {
    const history = await openHistory(new MemoryLogs());
    await (await OpenRun.begin(history, REQUEST, { title: 'dead', counts: () => NO_COUNTS })).close();
    const open = await OpenRun.begin(history, REQUEST, { title: '', counts: () => NO_COUNTS });
    expect(open.previous).toMatchObject({ title: 'dead', state: 'interrupted' });
    await open.close();
  });
});
