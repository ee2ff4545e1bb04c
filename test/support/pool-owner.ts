import { Pool } from '../../src/schedule/pool.ts';
import { scriptedJob, support, TYPESCRIPT } from './workers.ts';

/** Opens a pool of two, gives both something that never ends, and prints their process ids. */
const pool = new Pool({ entry: support('scripted-worker.ts'), execArgv: TYPESCRIPT, size: 2, recycleBytes: 2 ** 30 });
await pool.installation();
for (let i = 0; i < 2; i++) void pool.render(scriptedJob('hang'), '/', { timeoutSeconds: 600, memoryBytes: 2 ** 30 });
setInterval(() => {
  if (pool.pids.length === 2) process.stdout.write(`${pool.pids.join(' ')}\n`);
}, 200);
