import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';

import type { Examination, Job, JobResult } from '../../../src/model/jobs/job.ts';
import type { Installation } from '../../../src/model/installation.ts';
import type { Programs } from '../../../src/model/programs.ts';
import { EMPTY_DOCUMENT } from '../pictures/masters/empty-document.ts';
import { FACTS } from '../pictures/image-facts.ts';
import type { SentRequest, WorkerMessage } from '../../../src/model/jobs/worker-message.ts';

/**
 * A worker that does what the asset's name says: `ok-…`, `late-250`, `hang`, `segfault`, `exit`, `eat-300` (MiB, then
 * waits), `program-120` (starts a program that holds MiB and waits), `steps-4` (tells so many steps), `keep-120` (MiB, held after the answer), `fail`, `changed`, `odd`. With `once-` before it: only the first
 * time, which the file of its master remembers. `DMX_TEST_START` makes it fail to start.
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

/** A job in hand: the request's id, and its master. */
interface Working {
  readonly id: number;
  readonly file: string;
}

const acts: Readonly<Record<string, (size: number, request: Working) => Promise<boolean>>> = {
  program: (mebibytes, { file }) => {
    const holding = `const held = Buffer.alloc(${mebibytes * 2 ** 20}, 1); setInterval(() => held, 1000);`;
    writeFileSync(file, String(spawn(process.execPath, ['-e', holding]).pid));
    return new Promise(() => undefined);
  },
  steps: async (steps, { id }) => {
    for (let step = 1; step <= steps; step++) tell({ type: 'progress', id, share: step / steps });
    return true;
  },
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
  const file = `/${job.master.path}`;
  const first = !existsSync(file);
  if (once && first) writeFileSync(file, '');
  const [name = '', size = '0'] = (once ? (first ? job.asset.slice(5) : 'ok') : job.asset).split('-');
  const error = { rendition: null, message: `${name} of ${job.asset}`, hint: '' };
  if (name === 'fail') return tell({ type: 'failed', id, error: { code: 'ENGINE_FAILED', ...error } });
  if (name === 'changed' && job.master.sha256 === 'old')
    return tell({ type: 'failed', id, error: { code: 'SOURCE_CHANGED', ...error } });
  if (name === 'odd') return tell({ type: 'examined', id, examination: { sha256: '', mime: null } });
  await acts[name]?.(Number(size), { id, file });
  tell({ type: 'rendered', id, result: result(job) });
}

function examine(file: string): Examination {
  const stat = { bytes: 3, mtimeNs: '5', inode: '7' };
  return file.endsWith('.txt')
    ? { sha256: '', stat, mime: null }
    : { sha256: 'new', stat, mime: 'image/png', facts: FACTS };
}

function installation(programs: Programs): Installation {
  return {
    encoderVersions: { jpg: 'test 1' },
    parts: Object.entries({ test: '1', ...programs }).map(([name, found]) => ({ name, found })),
  };
}

process.on('message', (request: SentRequest) => {
  const { id } = request;
  if (request.type === 'render') void render(id, request.job);
  else if (request.type === 'take-apart') tell({ type: 'taken-apart', id, document: EMPTY_DOCUMENT });
  else if (request.type === 'describe') tell({ type: 'described', id, installation: installation(request.programs) });
  else tell({ type: 'examined', id, examination: examine(request.file.path) });
});
process.on('disconnect', () => process.exit());

const start = process.env['DMX_TEST_START'];
if (start === 'exit') process.exit(9);
if (start === 'broken')
  tell({ type: 'broken', error: { code: 'ENGINE_MISSING', rendition: null, message: 'no sharp', hint: '' } });
else tell({ type: 'ready', pid: process.pid, installation: installation({}) });
