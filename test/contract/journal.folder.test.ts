import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal } from '../../src/run/history/index.ts';
import { ownFolder } from '../support/files/own-folder.ts';
import { describeJournal } from './journal.ts';

describeJournal('folder', () => {
  const output = ownFolder();
  mkdirSync(join(output, '.dmx'));
  return () => openJournal('folder', output);
});
