import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { CatalogError, StorageError } from '../../model/errors.ts';
import { type Exclusive, takeExclusive } from '../../system/exclusive.ts';
import { storageError } from '../../system/storage-error.ts';

/** The right to change an output. */
export interface Lock {
  /** Gives it back; later calls do nothing. */
  release(): void;
}

export interface LockOptions {
  /** The command's name, told to those who find the output locked. */
  readonly command?: string;
  /** Aborted = the wait ends with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Who holds an output, as a file beside the lock says; only ever told to people. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly command: string;
  readonly startedAt: string;
}

// Soon enough for a person or a pipeline that waits; too seldom to cost anything.
const ASK_AGAIN_MS = 200;

function readHolder(file: string): Partial<Holder> {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof read === 'object' && read !== null ? read : {};
  } catch {
    // The holder has not written it yet, or has just gone.
    return {};
  }
}

function locked(output: string, holderFile: string): StorageError {
  const { pid, host, command, startedAt } = readHolder(holderFile);
  const elsewhere = host === undefined || host === hostname() ? '' : ` on ${host}`;
  const who = pid === undefined ? 'another run' : `dmx ${command}, process ${pid}${elsewhere}, since ${startedAt}`;
  return new StorageError('LOCKED', `expected no other run on ${output}, got ${who}`, {
    place: output,
    hint: 'Wait until it has finished (--wait-lock 10m does), or end it with "dmx runs terminate".',
  });
}

/** Whether what was opened is no database. */
function isDamaged(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^SQLITE_(?:NOTADB|CORRUPT)/.test(String(error.code));
}

function damagedLock(file: string, cause: unknown): CatalogError {
  return new CatalogError('CATALOG_DAMAGED', `expected the lock of the output in ${file}, got a damaged file`, {
    place: file,
    hint: 'Remove that file when no dmx works on this output: nothing is kept in it.',
    cause,
  });
}

function take(output: string, lockFile: string): Exclusive | undefined {
  try {
    mkdirSync(path.dirname(lockFile), { recursive: true });
    return takeExclusive(lockFile);
  } catch (error) {
    if (isDamaged(error)) throw damagedLock(lockFile, error);
    throw storageError(error, output, lockFile);
  }
}

/** Tells others who we are. */
function tellHolder(file: string, command: string): void {
  const holder: Holder = { pid: process.pid, host: hostname(), command, startedAt: new Date().toISOString() };
  try {
    writeFileSync(file, JSON.stringify(holder));
  } catch {
    // The lock is held all the same; whatever made this fail will be reported by what is worth more.
  }
}

function lockOf(held: Exclusive, holderFile: string, command: string): Lock {
  tellHolder(holderFile, command);
  let released = false;
  return {
    release: () => {
      if (released) return;
      released = true;
      rmSync(holderFile, { force: true });
      held.release();
    },
  };
}

/**
 * Takes the lock of an output (absolute path; `.dmx/` is made where missing), waiting up to `waitSeconds` for it. It goes
 * with this process, however that dies. Throws StorageError: LOCKED, naming who has it, or why the output cannot be used.
 */
export async function acquireLock(
  output: string,
  waitSeconds = 0,
  { command = 'run', signal }: LockOptions = {},
): Promise<Lock> {
  const lockFile = path.join(output, '.dmx', 'lock.db');
  const holderFile = path.join(output, '.dmx', 'lock.json');
  const deadline = performance.now() + waitSeconds * 1000;
  for (;;) {
    signal?.throwIfAborted();
    const held = take(output, lockFile);
    if (held !== undefined) return lockOf(held, holderFile, command);
    const left = deadline - performance.now();
    if (left <= 0) throw locked(output, holderFile);
    await sleep(Math.min(ASK_AGAIN_MS, left), undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}
