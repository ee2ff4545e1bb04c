import type { Job } from '../../../src/model/jobs/job.ts';
import { WorkerProcesses } from '../../../src/schedule/processes.ts';
import { EVERYWHERE, scriptedJob, processFile, sourceOf, TYPESCRIPT } from './scripted-pool.ts';

/**
 * Opens a pool of two, gives both workers something that takes long, and prints their process ids when both have had
 * time to begin. Arguments: a worker's entry, a job as JSON and its scratch folder; else a scripted worker that hangs.
 */
const [entry = processFile('scripted-worker.ts'), json, scratch = '/'] = process.argv.slice(2);
const job = json === undefined ? scriptedJob('hang') : (JSON.parse(json) as Job);

const allowance = { timeoutSeconds: 600, memoryBytes: 2 ** 32 };
const pool = new WorkerProcesses({ entry, execArgv: TYPESCRIPT, size: 2, recycleBytes: 2 ** 40, places: EVERYWHERE });
// Two at a time, so that both are ready when both have answered.
await Promise.all([pool.examine(sourceOf('/'), allowance), pool.examine(sourceOf('/'), allowance)]);
for (let i = 0; i < 2; i++) void pool.render(job, scratch, allowance);
setTimeout(() => process.stdout.write(`${pool.pids.join(' ')}\n`), 300);
