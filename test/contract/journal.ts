import { describe, expect, it } from 'vitest';
import type { Journal, JournalEntry } from '../../src/run/history/journal.ts';
import { addedFile, assetRecord } from '../support/project/records.ts';

const entry = (path: string): JournalEntry => ({
  ...{ record: assetRecord(path), replaces: null, drop: [], sweep: [], placed: [`renditions/${path}/thumb.jpg`] },
  changes: [addedFile(`renditions/${path}/thumb.jpg`, 'a')],
});

async function pathsOf(journal: Journal): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const { record } of journal.entries()) paths.push(record.path);
  return paths;
}

/** The contract of a journal. `open` gives handles of one that is empty, as one process after the other would have them. */
export function describeJournal(name: string, open: () => () => Journal): void {
  describe(`the journal of an output: ${name}`, () => {
    it('holds what was noted, in order, for the next process too', async () => {
      const next = open();
      expect(await pathsOf(next())).toEqual([]);
      const journal = next();
      for (const path of ['b', 'a', 'c']) journal.note(entry(path));
      expect(await pathsOf(next())).toEqual(['b', 'a', 'c']);
      for await (const first of next().entries()) {
        expect(first).toEqual(entry('b'));
        break;
      }
    });

    it('drops the pages before the one in hand, and nothing that was noted since', async () => {
      const journal = open()();
      journal.note(entry('a'));
      const dropA = journal.turn();
      journal.note(entry('b'));
      const dropB = journal.turn();
      journal.note(entry('c'));
      dropA();
      expect(await pathsOf(journal)).toEqual(['b', 'c']);
      dropB();
      expect(await pathsOf(journal)).toEqual(['c']);
      dropA();
      expect(await pathsOf(journal)).toEqual(['c']);
    });

    it('goes on where the process before it stopped, and drops its pages', async () => {
      const next = open();
      next().note(entry('a'));
      const journal = next();
      journal.note(entry('b'));
      expect(await pathsOf(journal)).toEqual(['a', 'b']);
      journal.turn()();
      expect(await pathsOf(next())).toEqual([]);
    });
  });
}
