import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasCode } from '../error-code.ts';
import { isFolder } from '../path-kind.ts';

function makeOne(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!hasCode(error, 'EEXIST') || !isFolder(folder)) throw error;
  }
}

/** The parent exists, so ENOENT means that it can hold no folders, as in /proc. */
function refused(cause: unknown): unknown {
  return hasCode(cause, 'ENOENT')
    ? Object.assign(new Error('it holds no folders', { cause }), { code: 'EPERM' })
    : cause;
}

/**
 * Makes a folder (absolute) and those above it; fine where it is there. Throws the system's errors, EPERM where the system
 * makes no folder. Node's own recursive `mkdir` never ends there.
 */
export function makeFolders(folder: string): void {
  try {
    makeOne(folder);
  } catch (error) {
    const above = dirname(folder);
    if (!hasCode(error, 'ENOENT') || above === folder) throw error;
    makeFolders(above);
    try {
      makeOne(folder);
    } catch (again) {
      throw refused(again);
    }
  }
}
