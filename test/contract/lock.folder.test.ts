import { join } from 'node:path';
import { openLock } from '../../src/run/history/index.ts';
import { ownFolder } from '../support/files/own-folder.ts';
import { describeLock } from './lock.ts';

describeLock('folder', () => {
  const output = join(ownFolder(), 'out');
  return [openLock('folder', output), openLock('folder', output)];
});
