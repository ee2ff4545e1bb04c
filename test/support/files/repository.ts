import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's top folder. */
export const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** A file or folder of the project, by its path below the top. */
export function inRepository(...parts: string[]): string {
  return join(REPOSITORY, ...parts);
}

/** A folder of the real files that lie beside the project and are never part of it; undefined where they are not. */
export function sharedFolder(name: string): string | undefined {
  const folder = join(REPOSITORY, '../shared', name);
  return existsSync(folder) ? folder : undefined;
}
