import { openLock } from '../../src/run/history/index.ts';
import { describeLock } from './lock.ts';

describeLock('memory', () => {
  const lock = openLock('memory', '/out');
  return [lock, lock];
});
