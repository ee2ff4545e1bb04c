import type { Catalog } from '../../catalog/catalog.ts';
import { CatalogHistory } from './catalog-history.ts';
import { FileLock } from './file-lock.ts';
import { FolderJournal } from './folder-journal.ts';
import type { History } from './history.ts';
import { type Journal, MemoryJournal } from './journal.ts';
import type { OutputLock } from './lock.ts';
import { MemoryLock } from './memory-lock.ts';
import { FolderLogs, MemoryLogs, type RunLogs } from './run-logs.ts';

interface RunKeeper {
  readonly lock: (output: string) => OutputLock;
  readonly logs: (output: string) => RunLogs;
  readonly journal: (output: string) => Journal;
}

/** The REGISTRY of stores for an output's lock, run logs and journal, which are not in the catalog. */
const KEEPERS = {
  folder: {
    lock: (output) => new FileLock(output),
    logs: (output) => new FolderLogs(output),
    journal: (output) => new FolderJournal(output),
  },
  memory: {
    lock: (output) => new MemoryLock(output),
    logs: () => new MemoryLogs(),
    journal: () => new MemoryJournal(),
  },
} as const satisfies Record<string, RunKeeper>;

type KeeperKind = keyof typeof KEEPERS;

/** The lock of an output (absolute path). Touches nothing. */
export function openLock(kind: KeeperKind, output: string): OutputLock {
  return KEEPERS[kind].lock(output);
}

/** The history of an output, with its records in `catalog`. Does no I/O. */
export function openHistory(kind: KeeperKind, output: string, catalog: Catalog): History {
  return new CatalogHistory(catalog, KEEPERS[kind].logs(output));
}

/** The journal of an output; only for the holder of its lock. */
export function openJournal(kind: KeeperKind, output: string): Journal {
  return KEEPERS[kind].journal(output);
}
