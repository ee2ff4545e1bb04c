import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

import type { Job } from '../../../src/model/jobs/job.ts';
import type { Places, SourceFile } from '../../../src/model/place.ts';
import { FACTS } from '../pictures/image-facts.ts';
import { type ProcessesOptions, WorkerProcesses } from '../../../src/schedule/processes.ts';

const MEBIBYTE = 2 ** 20;

/** Places by which every file of this machine is found. */
export const EVERYWHERE: Places = {
  library: { kind: 'folder', root: '/' },
  storage: { kind: 'folder', root: '/' },
};

/** A file of this machine (absolute path) by reference, for EVERYWHERE. */
export const sourceOf = (file: string): SourceFile => ({ from: 'library', path: file.slice(1) });

/** How a worker written in TypeScript is started: through tsx. */
export const TYPESCRIPT = ['--import', import.meta.resolve('tsx')] as const;

/** Path of a module of this folder. */
export const processFile = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A pool of scripted workers, started whenever none rests; closed when the test ends. */
export function openScriptedPool(options: Partial<ProcessesOptions> = {}): WorkerProcesses {
  const entry = processFile('scripted-worker.ts');
  const pool = new WorkerProcesses({
    entry,
    execArgv: TYPESCRIPT,
    size: 2,
    recycleBytes: 400 * MEBIBYTE,
    patienceMs: 0,
    ...options,
  });
  onTestFinished(() => pool.close());
  return pool;
}

/** A folder that is gone when the test has ended. */
export function testFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'dmx-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A job for the scripted worker; `memory` in MiB. */
export function scriptedJob(asset: string, { memory = 10, file = '/nowhere' } = {}): Job {
  const stat = { bytes: 1, mtimeNs: '1', inode: '1' };
  const master = { ...sourceOf(file), stat, sha256: 'old' };
  return { asset, master, facts: FACTS, renditions: [], memoryBytes: memory * MEBIBYTE, held: true };
}

/** Whether a process is there and no zombie. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Has another process own two workers that are busy, kills it, and answers their process ids. */
export async function orphanWorkers(...args: readonly string[]): Promise<readonly number[]> {
  const owner = fork(processFile('pool-owner.ts'), args, {
    execArgv: [...TYPESCRIPT],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const said = await new Promise<string>((resolve) => owner.stdout?.once('data', (data) => resolve(String(data))));
  const pids = said.trim().split(' ').map(Number);
  const alive = pids.filter(isAlive);
  owner.kill('SIGKILL');
  if (alive.length !== 2) throw new Error(`expected two busy workers, got ${said}`);
  return pids;
}

/** Waits until something holds; fails after ten seconds. */
export async function eventually(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 500) throw new Error('it never came to hold');
    await new Promise((next) => setTimeout(next, 20));
  }
}
