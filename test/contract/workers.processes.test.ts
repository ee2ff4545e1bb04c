import { WORKERS } from '../../src/schedule/index.ts';
import { processFile, TYPESCRIPT } from '../support/processes/scripted-pool.ts';
import { describeWorkers } from './workers.ts';

const entry = processFile('scripted-worker.ts');
describeWorkers('forked', () => WORKERS.processes({ entry, execArgv: TYPESCRIPT, size: 2, recycleBytes: 2 ** 30 }));
