import { DETECTORS_BYTES, LEAST_BYTES, MIB } from './cost-table.ts';

/** Resident bytes that are held whether anything is worked on or not. */
export interface Idle {
  /** Set aside for the main process. */
  readonly mainBytes: number;
  /** Set aside for each worker; one that rests and holds more is replaced. */
  readonly workerBytes: number;
}

/** The shares of a cap of the whole process tree. */
export interface BudgetPlan {
  /** Worker processes at most, at least 1. */
  readonly workers: number;
  /** The bytes that the main process leaves for workers and their jobs, all together. */
  readonly budgetBytes: number;
  readonly idle: Idle;
  /** Workers may keep memory that was freed for what they do next: `KEPT_HEAP_BYTES` of it. */
  readonly keepsHeap: boolean;
}

// Measured over ingests of up to 3,000 assets: the main process grows to 105 to 115 MiB in its first seconds.
const MAIN_BYTES = 120 * MIB;
// What it grows by from a plan of any size to the end of a run: records of a batch, the manifest's buffers, garbage.
const GROWTH_BYTES = 32 * MIB;
/** The most freed memory that a worker's allocator keeps: a job takes two thirds of the time where it need not ask for it anew. */
const KEPT_HEAP_BYTES = 64 * MIB;
// Measured: 66 to 78 MiB when a worker has started, up to 90 after jobs of most kinds, 105 after AVIF masters;
// DETECTORS_BYTES more after those with smart crops.
const WORKER_BYTES = 90 * MIB;

/**
 * Shares a cap of the resident memory of the whole process tree, in bytes, of which the main process holds `mainBytes`
 * now: among as many workers as there are cores, but never more than can do the smallest of jobs side by side. Pages that
 * processes share count for each.
 */
export function planBudget(capBytes: number, cores: number, mainBytes: number): BudgetPlan {
  const main = Math.max(MAIN_BYTES, mainBytes + GROWTH_BYTES);
  const budgetBytes = Math.max(0, capBytes - main);
  const most = Math.floor(budgetBytes / (WORKER_BYTES + LEAST_BYTES));
  const workers = Math.max(1, Math.min(cores, most));
  const keeps = (bytes: number): boolean => workers * bytes <= budgetBytes / 4;
  // Where memory is short, a worker that has loaded the detectors is replaced after its job: loading takes half a second.
  const detectors = keeps(DETECTORS_BYTES) ? DETECTORS_BYTES : 0;
  const keepsHeap = keeps(DETECTORS_BYTES + KEPT_HEAP_BYTES);
  const workerBytes = WORKER_BYTES + detectors + (keepsHeap ? KEPT_HEAP_BYTES : 0);
  return { workers, budgetBytes, idle: { mainBytes: main, workerBytes }, keepsHeap };
}

/**
 * Divides the cap again after the main process has grown. What started workers may keep is counted as before, as long
 * as the smallest job still fits.
 */
export function planAgain(first: BudgetPlan, capBytes: number, mainBytes: number): BudgetPlan {
  const { workers, keepsHeap } = first;
  const { budgetBytes, idle } = planBudget(capBytes, workers, mainBytes);
  const fits = workers * (first.idle.workerBytes + LEAST_BYTES) <= budgetBytes;
  const { workerBytes } = fits ? first.idle : idle;
  return { workers, budgetBytes, idle: { mainBytes: idle.mainBytes, workerBytes }, keepsHeap };
}
