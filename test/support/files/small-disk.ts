import { execFileSync } from 'node:child_process';
import { onTestFinished } from 'vitest';

import { ownFolder } from './own-folder.ts';

/** A folder on a disk of its own that holds so many bytes, and files; undefined where we may not mount one. */
export function smallDisk(bytes: number, files = 10_000): string | undefined {
  const folder = ownFolder();
  const options = `size=${bytes},nr_inodes=${files}`;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}

/** Another path to a folder, by which nothing can be written; undefined where we may not mount. */
export function readOnlyView(folder: string): string | undefined {
  const view = ownFolder();
  try {
    execFileSync('mount', ['--bind', folder, view], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', view]));
  execFileSync('mount', ['-o', 'remount,bind,ro', view]);
  return view;
}
