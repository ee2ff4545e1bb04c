import { open, readdir } from 'node:fs/promises';
import path from 'node:path';

/** Waits until a file's bytes, or a folder's list of names, would survive a power loss. */
export async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The same for a folder and everything below it. */
export async function flushTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    await (entry.isDirectory() ? flushTree(file) : flush(file));
  }
  await flush(folder);
}
