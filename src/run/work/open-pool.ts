import { Budget } from '../../base/budget.ts';
import { type Idle, planAgain, planBudget } from '../../plan/estimate/plan-budget.ts';
import type { Places } from '../../model/place.ts';
import type { Workers } from '../../schedule/workers.ts';
import { allowedCores, allowedMemory } from '../../system/machine.ts';
import { openWorkers } from '../project/runtime.ts';
import type { Settings } from '../project/settings.ts';

// The smaller of this and half of what the machine or its cgroup has.
const MEMORY_BYTES = 3 * 2 ** 30;

/** Memory that workers and their jobs share. */
export interface Resources {
  readonly budget: Budget;
  /** The bytes that are held whether anything is worked on or not. */
  readonly idle: Idle;
}

/** Worker processes within the cap of the whole process tree. */
export interface OpenPool {
  readonly pool: Workers;
  /** Most workers side by side. */
  readonly workers: number;
  /**
   * Shares out what the cap leaves beside this process as large as it is now: with its plan in memory, once that is
   * made.
   */
  readonly openMeans: () => Resources;
}

/** The settings that a pool works by. */
export type PoolSettings = Pick<Settings, 'memoryBytes' | 'concurrency' | 'programs' | 'limits' | 'fontPlaces'>;

/**
 * Opens the worker pool of a run. `places`: where the files of its jobs are (undefined: each call gives them, see
 * `Workers.at`). No worker starts before there is work for it.
 */
export function openPool(
  { memoryBytes, concurrency, programs, limits, fontPlaces }: PoolSettings,
  places: Places | undefined,
): OpenPool {
  const capBytes = memoryBytes ?? Math.min(MEMORY_BYTES, allowedMemory() / 2);
  const cores = concurrency ?? allowedCores();
  const first = planBudget(capBytes, cores, process.memoryUsage.rss());
  const { workers, idle, keepsHeap } = first;
  return {
    pool: openWorkers({
      size: workers,
      recycleBytes: idle.workerBytes,
      keepsHeap,
      programs,
      limits,
      fontPlaces,
      places,
    }),
    workers,
    openMeans: () => {
      const means = planAgain(first, capBytes, process.memoryUsage.rss());
      return { budget: new Budget(means.budgetBytes), idle: means.idle };
    },
  };
}
