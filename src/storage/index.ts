import { FolderStorage } from './folder.ts';
import { MemoryStorage } from './memory.ts';
import type { Storage } from './storage.ts';
import { FolderTarget } from './folder-target.ts';
import type { Target } from './target.ts';

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

type TargetKind = 'folder';

/** The REGISTRY of targets of `dmx publish`. */
const TARGETS: Readonly<Record<TargetKind, (root: string) => Target>> = {
  folder: (root) => new FolderTarget(root),
};

/** A target at `root` (absolute). Touches nothing before the first file comes. */
export function openTarget(kind: TargetKind, root: string): Target {
  return TARGETS[kind](root);
}
