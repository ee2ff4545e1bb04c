import { openJournal } from '../../src/run/history/index.ts';
import { describeJournal } from './journal.ts';

describeJournal('memory', () => {
  const journal = openJournal('memory', '/out');
  return () => journal;
});
