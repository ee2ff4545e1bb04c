import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/model/run/run.ts';
import { NO_COUNTS } from '../../src/model/run/run.ts';
import type { History } from '../../src/run/history/history.ts';

function runRecord(id: string, given: Partial<RunRecord> = {}): RunRecord {
  return {
    ...{ id, title: '', command: 'ingest', state: 'running', options: { folders: ['a'] }, pid: process.pid },
    ...{ startedAt: '2026-01-01T00:00:00.000Z', endedAt: null, counts: NO_COUNTS },
    ...given,
  };
}

async function linesOf(history: History, id: string): Promise<readonly unknown[]> {
  const lines: unknown[] = [];
  for await (const line of history.readLog(id)) lines.push(JSON.parse(line));
  return lines;
}

/** The contract of a history. `open` gives an empty one. */
export function describeHistory(name: string, open: () => Promise<History>): void {
  describe(`the history of an output: ${name}`, () => {
    it('knows the runs entered, newest first, as they were put last', async () => {
      const history = await open();
      expect(await history.runs()).toEqual([]);
      await history.put(runRecord('one'));
      await history.put(runRecord('two'));
      await history.put(runRecord('one', { state: 'finished' }));
      expect(await history.runs()).toEqual([runRecord('two'), runRecord('one', { state: 'finished' })]);
      expect(await history.runs(1)).toEqual([runRecord('two')]);
    });

    it('keeps the title that was given meanwhile', async () => {
      const history = await open();
      await history.put(runRecord('one', { title: 'first' }));
      await history.rename('one', 'better');
      await history.put(runRecord('one', { title: 'first', state: 'finished' }));
      expect(await history.runs()).toEqual([runRecord('one', { title: 'better', state: 'finished' })]);
      await history.rename('none', 'nothing');
      expect(await history.runs()).toHaveLength(1);
    });

    it('passes a request on to the run that it is meant for', async () => {
      const history = await open();
      await history.ask('one', 'suspend');
      expect(await history.asked('one')).toBe('suspend');
      expect(await history.asked('two')).toBeUndefined();
      await history.ask('one', 'terminate');
      expect(await history.asked('one')).toBe('terminate');
    });

    it('holds the log of each run, also of one that is still written', async () => {
      const history = await open();
      expect(await linesOf(history, 'one')).toEqual([]);
      const log = await history.openLog('one');
      log.write({ at: '2026-01-01T00:00:00.000Z', type: 'scan-progress', files: 7 });
      await log.close();
      const more = await history.openLog('one');
      more.write({ at: '2026-01-01T00:00:01.000Z', type: 'scan-progress', files: 8 });
      await more.close();
      expect(await linesOf(history, 'one')).toMatchObject([{ files: 7 }, { files: 8 }]);
      expect(await linesOf(history, 'two')).toEqual([]);
      expect(history.logPlace('one')).not.toBe(history.logPlace('two'));
    });
  });
}
