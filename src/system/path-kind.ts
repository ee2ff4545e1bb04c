import { existsSync, realpathSync, statSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Tells whether there is anything at an absolute path; links are followed. */
export function exists(file: string): boolean {
  return existsSync(file);
}

/** Tells whether there is a file at an absolute path; links are followed. */
export function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

/** Tells whether there is a folder at an absolute path; links are followed. */
export function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
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
