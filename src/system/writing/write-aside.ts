import { createHash, randomBytes } from 'node:crypto';
import { link, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { flush } from './flush.ts';

export interface WriteAsideOptions {
  /** false: fails with the system's EEXIST where the target is there already. */
  readonly replace?: boolean;
  /**
   * true: nobody else writes the target meanwhile, as a lock says, so its other name is always the same: what a killed
   * process left there, for all to see, is written over.
   */
  readonly alone?: boolean;
}

/** The other name of a file that is written by one process alone. */
export function asideOf(target: string): string {
  const name = createHash('sha256').update(path.basename(target)).digest('hex').slice(0, 12);
  return named(target, name);
}

/** Tells whether a name is one that files have while they are written aside. */
export const isAside = (name: string): boolean => /^\.dmx-[\da-f]{12}\.part$/.test(name);

const named = (target: string, name: string): string => path.join(path.dirname(target), `.dmx-${name}.part`);

/**
 * Makes a file that appears complete or not at all, even after a power loss: `fill` writes it under another name
 * (the path it is handed), then it is flushed, renamed, and its folder flushed. Nothing is left when `fill` throws.
 */
export async function writeAside(
  target: string,
  fill: (file: string) => Promise<void>,
  { replace = true, alone = false }: WriteAsideOptions = {},
): Promise<void> {
  const aside = alone ? asideOf(target) : named(target, randomBytes(6).toString('hex'));
  try {
    if (alone) await rm(aside, { force: true });
    await fill(aside);
    await flush(aside);
    // A link, unlike a rename, refuses to take an existing file's name.
    await (replace ? rename(aside, target) : link(aside, target));
  } finally {
    await rm(aside, { force: true });
  }
  await flush(path.dirname(target));
}
