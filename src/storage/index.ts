import { FolderStorage } from './folder.ts';
import { MemoryStorage } from './memory.ts';
import type { Storage } from './storage.ts';

/** The REGISTRY: a backend is one file and one line here. */
const STORAGES = {
  folder: (root: string): Storage => new FolderStorage(root),
  memory: (): Storage => new MemoryStorage(),
} as const;

type StorageKind = keyof typeof STORAGES;

/**
 * A storage for the output `root` (absolute). Touches nothing: a run that writes calls `prepare()` once it has the
 * lock.
 */
export function openStorage(kind: StorageKind, root: string): Storage {
  return STORAGES[kind](root);
}
