import { constants } from 'node:fs';
import { copyFile, link, lstat, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';

import { hasCode } from '../system/error-code.ts';
import { flush } from '../system/writing/flush.ts';

// The volume has no hard links, allows no more of them, or the two paths lie on different ones.
const NO_LINK = ['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EACCES'];

async function linkFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!hasCode(error, ...NO_LINK)) throw error;
    // Where the volume can share blocks between copies, it does.
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    await flush(to);
  }
}

/** Gives a file, or every file of a folder, a second name without copying its bytes where the volume can. */
export async function linkTree(from: string, to: string): Promise<void> {
  if (!(await lstat(from)).isDirectory()) return linkFile(from, to);
  await mkdir(to);
  for (const name of await readdir(from)) await linkTree(path.join(from, name), path.join(to, name));
  await flush(to);
}
