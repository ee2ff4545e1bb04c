import { closeSync, fsync, openSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const synced = promisify(fsync);

/** Waits until a file's bytes, or a folder's list of names, would survive a power loss. */
export async function flush(file: string): Promise<void> {
  // Only the disk is waited for elsewhere: the thread pool costs more than to open a file.
  const descriptor = openSync(file, 'r');
  try {
    await synced(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Flushes a folder and everything below it. */
export async function flushTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    await (entry.isDirectory() ? flushTree(file) : flush(file));
  }
  await flush(folder);
}
