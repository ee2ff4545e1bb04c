import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import { DMX_BIN } from '../cli/dmx.ts';

/** `nobody` on every Linux. */
const NOBODY = 65_534;

const isRoot = process.getuid?.() === 0;

/**
 * A user whom permissions hold back, as root is not: `nobody` for root, ourselves (undefined) for anybody else; null
 * where root's `nobody` may not even read the project.
 */
export const UNPRIVILEGED_USER: number | undefined | null = ((): number | undefined | null => {
  if (!isRoot) return undefined;
  const tried = spawnSync(process.execPath, [DMX_BIN, '--version'], { uid: NOBODY, gid: NOBODY });
  return tried.status === 0 ? NOBODY : null;
})();

/** Gives a file or folder to the user above, with this mode. */
export function handOver(path: string, mode: number): void {
  if (typeof UNPRIVILEGED_USER === 'number') chownSync(path, UNPRIVILEGED_USER, UNPRIVILEGED_USER);
  chmodSync(path, mode);
}
