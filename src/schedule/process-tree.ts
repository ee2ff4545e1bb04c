import { readFileSync } from 'node:fs';

import { readResident } from './resident.ts';

/** Ids of a process's current child processes; empty where the kernel does not list them. */
function childrenOf(pid: number): readonly number[] {
  try {
    // Worker processes start programs from their main thread, whose id is the process's.
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  } catch {
    return [];
  }
}

/** Resident bytes of all that a process has started, itself not counted. */
export function residentBelow(pid: number): number {
  return childrenOf(pid).reduce((sum, child) => sum + (readResident(child)?.bytes ?? 0) + residentBelow(child), 0);
}
