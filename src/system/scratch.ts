import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { StorageError } from '../model/errors.ts';
import { errorCode } from './error-code.ts';
import { storageError } from './storage-error.ts';
import { makeFolders } from './writing/make-folders.ts';

/**
 * The scratch folder of a run on an output (absolute path): on the same volume, so that a finished file is but renamed.
 */
export function scratchFolder(output: string): string {
  return path.join(output, '.dmx', 'scratch');
}

/**
 * Empties the scratch of an output from what a crash left in it, and makes it: only for the holder of the output's
 * lock.
 */
export async function sweepScratch(folder: string): Promise<void> {
  await dropScratch(folder);
  makeFolders(folder);
}

function prefixOf(parent: string, name: string): string {
  // 40 characters identify the file to people; a path component holds at most 255 bytes.
  const readable = name.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 40);
  return path.join(parent, `${readable}-`);
}

/**
 * A new empty folder in `parent`, with `name` in its own name as far as a file name can hold it. A parent that is gone is
 * not made again: where a disk was unmounted, its mount point would be filled.
 */
export async function makeScratch(parent: string, name: string): Promise<string> {
  return mkdtemp(prefixOf(parent, name));
}

/** Removes a scratch folder with all in it; fine when it is gone already. */
export async function dropScratch(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 2 });
}

/** The reason why temporary files cannot be written, for who can name another place for them. */
function temporaryError(error: unknown): unknown {
  const place = tmpdir();
  const known = storageError(error, place);
  if (!(known instanceof StorageError)) return known;
  const message = `expected a folder for temporary files that can be written, got ${place} (${errorCode(error)})`;
  const hint = 'Make room in it or give this user the right to write there, or name another folder in TMPDIR.';
  return new StorageError(known.code, message, { place, hint, cause: error });
}

/**
 * A new empty folder among the machine's temporary files, at once: the way through the thread pool takes longer. Throws
 * StorageError where none can be made.
 */
export function makeTemporary(name: string): string {
  try {
    return mkdtempSync(prefixOf(tmpdir(), name));
  } catch (error) {
    throw temporaryError(error);
  }
}

/** Removes a temporary folder with all in it, at once; fine when it is gone already. */
export function dropTemporary(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 2 });
}

/** Hands out a new empty folder among the machine's temporary files, and removes it with all in it. Throws StorageError. */
export async function withTemporary<T>(name: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = makeTemporary(name);
  try {
    return await use(folder);
  } finally {
    dropTemporary(folder);
  }
}
