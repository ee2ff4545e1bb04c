import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { isFolder } from '../path-kind.ts';

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

function makeOne(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!isCode(error, 'EEXIST') || !isFolder(folder)) throw error;
  }
}

/** The folder above is there, so what says that something is missing holds no folders: /proc and its like. */
function refused(cause: unknown): unknown {
  return isCode(cause, 'ENOENT')
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
    if (!isCode(error, 'ENOENT') || above === folder) throw error;
    makeFolders(above);
    try {
      makeOne(folder);
    } catch (again) {
      throw refused(again);
    }
  }
}
