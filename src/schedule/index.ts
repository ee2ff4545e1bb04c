import { MemoryWorkers, type WorkerScript } from './memory.ts';
import { type ProcessesOptions, WorkerProcesses } from './processes.ts';
import type { Workers } from './workers.ts';

export type { ProcessesOptions } from './processes.ts';

/** The REGISTRY: a backend is one file and one line here. None starts a worker before there is work for it. */
export const WORKERS = {
  processes: (options: ProcessesOptions): Workers => new WorkerProcesses(options),
  memory: (script: WorkerScript): Workers => new MemoryWorkers(script),
} as const;
