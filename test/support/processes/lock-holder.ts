// Takes the lock of the output that is its argument, says so, and holds it until its input ends.
import { FileLock } from '../../../src/run/history/file-lock.ts';
import { acquire } from '../../../src/run/history/lock.ts';

const [, , output = '', waitSeconds = 0] = process.argv;
try {
  const lock = await acquire(new FileLock(output), { command: 'ingest', waitSeconds: Number(waitSeconds) });
  console.log('held');
  process.stdin.on('end', () => lock.release()).resume();
} catch (error) {
  console.log(error instanceof Error && 'code' in error ? error.code : error);
}
