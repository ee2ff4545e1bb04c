import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { nearestPath } from '../../base/nearest-path.ts';
import { exists } from '../../system/path-kind.ts';

function namesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The hint about a file that a person named and that is not there: the nearest of its folder, else `otherwise`. */
export function nearFileHint(cwd: string, given: string, otherwise = 'Check the path.'): string {
  const path = resolve(cwd, given);
  const near = exists(path) ? undefined : nearestPath(basename(path), namesOf(dirname(path)));
  return near === undefined ? otherwise : `Did you mean ${join(dirname(given), near)}?`;
}
