import { availableParallelism, totalmem } from 'node:os';

import { cgroupLimits } from './cgroup.ts';

/**
 * Whole cores that this process may use, at least 1: the least of processor affinity (`taskset`, container sets) and the
 * control group's quota, of which `os.cpus()` knows neither.
 */
export function allowedCores(): number {
  const { cores = Infinity } = cgroupLimits();
  // Half a core more than whole ones is worth a worker; less would only make the others slower.
  return Math.max(1, Math.min(availableParallelism(), Math.round(cores)));
}

/** Bytes of memory that this process may use: the least of what is built in and what the control group allows. */
export function allowedMemory(): number {
  return Math.min(totalmem(), cgroupLimits().memoryBytes ?? Infinity);
}
