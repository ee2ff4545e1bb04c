import { existsSync, realpathSync, statSync, readdirSync, type Stats } from 'node:fs';
import path from 'node:path';

/** Tells whether there is anything at an absolute path; links are followed. */
export function exists(file: string): boolean {
  return existsSync(file);
}

/**
 * The stats of an absolute path; undefined where it cannot be reached: no entry, a cycle of links, a name too long for
 * the disk, a folder without permission. Paths that users write may be any of these.
 */
export function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Tells whether there is a file at an absolute path; links are followed. */
export function isFile(file: string): boolean {
  return statOf(file)?.isFile() === true;
}

/** Tells whether there is a folder at an absolute path; links are followed. */
export function isFolder(folder: string): boolean {
  return statOf(folder)?.isDirectory() === true;
}

/** An absolute path without symlinks, as far as it exists. */
export function realPath(file: string): string {
  if (existsSync(file)) return realpathSync(file);
  const parent = path.dirname(file);
  return parent === file ? file : path.join(realPath(parent), path.basename(file));
}

/** Names of the folders in a folder; none where it cannot be listed. */
export function folderNames(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return [];
  }
}
