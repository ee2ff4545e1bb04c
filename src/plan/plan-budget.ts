import { LEAST_BYTES, MIB } from './cost-table.ts';

/** How a cap of the whole process tree is shared. */
export interface BudgetPlan {
  /** Worker processes at most. */
  readonly workers: number;
  /** Bytes that jobs may add to resting workers, all together. */
  readonly jobBudgetBytes: number;
  /** Resident bytes above which a resting worker is replaced. */
  readonly recycleBytes: number;
}

// Measured: the process tree at rest with 0 workers, and what an idle worker holds.
const MAIN_BYTES = 110 * MIB;
const WORKER_BYTES = 90 * MIB;

/** Shares a cap of the whole process tree among workers and jobs. */
export function planBudget(capBytes: number, cores: number): BudgetPlan {
  const room = (workers: number): number => capBytes - MAIN_BYTES - workers * WORKER_BYTES;
  let workers = Math.max(1, cores);
  while (workers > 1 && room(workers) < 4 * LEAST_BYTES * workers) workers--;
  return { workers, jobBudgetBytes: Math.max(LEAST_BYTES, room(workers)), recycleBytes: WORKER_BYTES };
}
