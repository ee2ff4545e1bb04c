import { randomBytes } from 'node:crypto';
import { link, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { flush } from './flush.ts';

export interface WriteAsideOptions {
  /** false: fails with the system's EEXIST where the target is there already. */
  readonly replace?: boolean;
}

/**
 * Makes a file that appears complete or not at all, even after a power loss: `fill` writes it under another name
 * (the path it is handed), then it is flushed, renamed, and its folder flushed. Nothing is left when `fill` throws.
 */
export async function writeAside(
  target: string,
  fill: (file: string) => Promise<void>,
  { replace = true }: WriteAsideOptions = {},
): Promise<void> {
  const folder = path.dirname(target);
  const aside = path.join(folder, `.dmx-${randomBytes(6).toString('hex')}.part`);
  try {
    await fill(aside);
    await flush(aside);
    // A link, unlike a rename, refuses to take an existing file's name.
    await (replace ? rename(aside, target) : link(aside, target));
  } finally {
    await rm(aside, { force: true });
  }
  await flush(folder);
}
