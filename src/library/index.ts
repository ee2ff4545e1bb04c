import { FolderLibrary } from './folder.ts';
import type { Library } from './library.ts';
import { MemoryLibrary } from './memory.ts';

/** The REGISTRY: a backend is one file and one line here. */
const LIBRARIES = {
  folder: (root: string): Library => new FolderLibrary(root),
  memory: (): Library => new MemoryLibrary(),
} as const;

type LibraryKind = keyof typeof LIBRARIES;

/** The library at `root` (absolute). Touches nothing; it need not be there. */
export function openLibrary(kind: LibraryKind, root: string): Library {
  return LIBRARIES[kind](root);
}
