import { existsSync, writeFileSync } from 'node:fs';

import type { Examination, Job, JobResult } from '../../src/model/job.ts';
import { FACTS } from './image-facts.ts';
import type { SentRequest, WorkerMessage } from '../../src/model/worker-message.ts';

/**
 * A worker that does what the asset's name says: `ok-…`, `late-250`, `hang`, `segfault`, `exit`, `eat-300` (MiB, then
 * waits), `keep-120` (MiB, held after the answer), `fail`, `changed`, `odd`. With `once-` before it: only the first
 * time, which the file at `job.master.file` remembers. `DMX_TEST_START` makes it fail to start.
 */
const kept: Buffer[] = [];
const tell = (message: WorkerMessage): void => void process.send?.(message);
const sleep = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

async function eat(mebibytes: number): Promise<true> {
  for (let i = 0; i < mebibytes; i++) {
    // Written to, so that it is resident.
    kept.push(Buffer.alloc(2 ** 20, 1));
    if (i % 10 === 9) await sleep(5);
  }
  return true;
}

function result(job: Job): JobResult {
  return { artefacts: [], failures: [], warnings: [`${job.asset} by ${process.pid}`], smartCrops: [] };
}

const acts: Readonly<Record<string, (size: number) => Promise<boolean>>> = {
  late: (milliseconds) => sleep(milliseconds).then(() => true),
  hang: () => new Promise(() => undefined),
  segfault: () => {
    process.stderr.write('first words\n\nlibvips: last words\n');
    process.kill(process.pid, 'SIGSEGV');
    return new Promise(() => undefined);
  },
  exit: () => process.exit(7),
  eat: (mebibytes) => eat(mebibytes).then(() => new Promise(() => undefined)),
  keep: eat,
};

async function render(id: number, job: Job): Promise<void> {
  const once = job.asset.startsWith('once-');
  const first = !existsSync(job.master.file);
  if (once && first) writeFileSync(job.master.file, '');
  const [name = '', size = '0'] = (once ? (first ? job.asset.slice(5) : 'ok') : job.asset).split('-');
  const error = { rendition: null, message: `${name} of ${job.asset}`, hint: '' };
  if (name === 'fail') return tell({ type: 'failed', id, error: { code: 'ENGINE_FAILED', ...error } });
  if (name === 'changed' && job.master.sha256 === 'old')
    return tell({ type: 'failed', id, error: { code: 'SOURCE_CHANGED', ...error } });
  if (name === 'odd') return tell({ type: 'examined', id, examination: { sha256: '', mime: null } });
  await acts[name]?.(Number(size));
  tell({ type: 'rendered', id, result: result(job) });
}

function examine(file: string): Examination {
  const stat = { bytes: 3, mtimeNs: '5', inode: '7' };
  return file.endsWith('.txt')
    ? { sha256: '', stat, mime: null }
    : { sha256: 'new', stat, mime: 'image/png', facts: FACTS };
}

process.on('message', (request: SentRequest) => {
  if (request.type === 'render') void render(request.id, request.job);
  else tell({ type: 'examined', id: request.id, examination: examine(request.file) });
});
process.on('disconnect', () => process.exit());

const start = process.env['DMX_TEST_START'];
if (start === 'exit') process.exit(9);
if (start === 'broken')
  tell({ type: 'broken', error: { code: 'ENGINE_MISSING', rendition: null, message: 'no sharp', hint: '' } });
else tell({ type: 'ready', pid: process.pid, stamps: { jpg: 'test 1' }, versions: { test: '1' } });
