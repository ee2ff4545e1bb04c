import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job, JobRendition } from '../../../src/model/jobs/job.ts';
import type { Proposal } from '../../../src/plan/estimate/image-cost.ts';
import { WorkerProcesses } from '../../../src/schedule/processes.ts';
import { readResident } from '../../../src/schedule/resident.ts';
import { inRepository } from '../../support/files/repository.ts';

/** What a job took of a worker that had done nothing before. */
export interface MeasuredJob {
  readonly job: Job;
  /** Resident bytes of the worker at rest, before the job and after it. */
  readonly idleBytes: number;
  readonly afterBytes: number;
  /** The most it held beyond what it held at rest. */
  readonly peakBytes: number;
  readonly seconds: number;
}

const ALLOWANCE = { timeoutSeconds: 1800, memoryBytes: 2 ** 40 } as const;

const ROOT = { kind: 'folder', root: '/' } as const;
const MACHINE = { library: ROOT, storage: ROOT } as const;

const residentOf = (pid = 0): number => readResident(pid)?.bytes ?? 0;

async function propose(pool: WorkerProcesses, file: string, renditions: readonly JobRendition[]): Promise<Proposal> {
  // The pool's library is the whole machine.
  const source = { from: 'library', path: file.slice(1) } as const;
  const { facts, stat, sha256, error } = await pool.examine(source, ALLOWANCE);
  if (facts === undefined || stat === undefined) throw new Error(`${file}: ${error?.message ?? 'no facts'}`);
  return { asset: file, master: { ...source, stat, sha256 }, facts, renditions };
}

async function render(pool: WorkerProcesses, job: Job): Promise<MeasuredJob> {
  const scratch = await mkdtemp(join(tmpdir(), 'dmx-bench-'));
  const [pid] = pool.pids;
  const idleBytes = residentOf(pid);
  const start = performance.now();
  try {
    const { result, error, peakBytes = 0 } = await pool.render(job, scratch, ALLOWANCE);
    const seconds = (performance.now() - start) / 1000;
    const failure = error ?? result?.failures[0];
    if (failure !== undefined) throw new Error(`${job.asset}: ${failure.message}`);
    return { job, idleBytes, afterBytes: residentOf(pid), peakBytes: peakBytes - idleBytes, seconds };
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** Does one job in a fresh worker of the built package, as `admit` admits it; undefined where it does not. */
export async function measureJob(
  file: string,
  renditions: readonly JobRendition[],
  admit: (proposal: Proposal) => Job | undefined,
): Promise<MeasuredJob | undefined> {
  await using pool = new WorkerProcesses({
    entry: inRepository('bin/worker.js'),
    size: 1,
    recycleBytes: 2 ** 40,
    places: MACHINE,
  });
  const job = admit(await propose(pool, file, renditions));
  return job && (await render(pool, job));
}
