import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Whether a path below a library (absolute) leads to a file in it. Links that lead out, pipes and devices are followed no
 * more than those of masters.
 */
export function isFileWithin(library: string, file: string): boolean {
  try {
    const real = realpathSync(path.join(library, file));
    return statSync(real).isFile() && real.startsWith(`${realpathSync(library)}${path.sep}`);
  } catch {
    return false;
  }
}
