// Takes the lock of the output that is its argument, says so, and holds it until its input ends.
import { acquireLock } from '../../../src/run/history/lock.ts';

try {
  const lock = await acquireLock(process.argv[2] ?? '', Number(process.argv[3] ?? 0), { command: 'ingest' });
  console.log('held');
  process.stdin.on('end', () => lock.release()).resume();
} catch (error) {
  console.log(error instanceof Error && 'code' in error ? error.code : error);
}
