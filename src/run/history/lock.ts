import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { StorageError } from '../../model/errors.ts';

/** The right to change an output. */
export interface Lock {
  /** Gives it back; later calls do nothing. */
  release(): void;
}

/** The process that holds an output's lock; for messages only. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly command: string;
  /** ISO time. */
  readonly startedAt: string;
}

/** The lock of one output. It is held by one at a time, in one process too, and goes with the process that holds it. */
export interface OutputLock {
  /** The output, as messages name it. */
  readonly output: string;
  /**
   * Takes the lock without waiting; undefined = it is held. Throws StorageError, CatalogError where it cannot be asked.
   */
  take(holder: LockHolder): Lock | undefined;
  /** The known details of the holder: it may not have written its details yet, or have just exited. */
  holder(): Partial<LockHolder>;
}

export interface LockOptions {
  /** Name of the command, shown to others that find the output locked. */
  readonly command: string;
  readonly waitSeconds?: number;
  /** Aborted = the wait ends with the signal's reason. */
  readonly signal?: AbortSignal;
}

// Soon enough for a person or a pipeline that waits; too seldom to cost anything.
const ASK_AGAIN_MS = 200;

function locked(lock: OutputLock): StorageError {
  const { output } = lock;
  const { pid, host, command, startedAt } = lock.holder();
  const elsewhere = host === undefined || host === hostname() ? '' : ` on ${host}`;
  const who = pid === undefined ? 'another run' : `dmx ${command}, process ${pid}${elsewhere}, since ${startedAt}`;
  return new StorageError('LOCKED', `expected no other run on ${output}, got ${who}`, {
    place: output,
    hint: 'Wait until it has finished (`waitLock` does), or end it with "dmx runs terminate".',
  });
}

/** Takes a lock, waiting up to `waitSeconds`. Throws StorageError LOCKED with the holder, and what `take` throws. */
export async function acquire(lock: OutputLock, { command, waitSeconds = 0, signal }: LockOptions): Promise<Lock> {
  const deadline = performance.now() + waitSeconds * 1000;
  for (;;) {
    signal?.throwIfAborted();
    const held = lock.take({ pid: process.pid, host: hostname(), command, startedAt: new Date().toISOString() });
    if (held !== undefined) return held;
    const left = deadline - performance.now();
    if (left <= 0) throw locked(lock);
    await sleep(Math.min(ASK_AGAIN_MS, left), undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}
