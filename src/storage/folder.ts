import { randomBytes } from 'node:crypto';
import { type Dirent, lstatSync, readdirSync, renameSync, type Stats, statSync } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm, rmdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

import pLimit from 'p-limit';

import type { MasterStat } from '../model/asset.ts';
import type { FetchedFile } from '../model/place.ts';
import { StorageError } from '../model/errors.ts';
import { hasCode } from '../system/error-code.ts';
import { digestFile } from '../system/digest.ts';
import { statFile } from '../system/file-stat.ts';
import { flush, flushTree } from '../system/writing/flush.ts';
import { dropScratch, scratchFolder, sweepScratch } from '../system/scratch.ts';
import { type ByteRange, openFile, type OpenedFile } from '../system/open-file.ts';
import { readingError, storageError } from '../system/storage-error.ts';
import { writeText } from '../system/writing/write-text.ts';
import { linkTree } from './link-tree.ts';
import type { ListOptions, Storage, StoredFile } from './storage.ts';
import { checkStoredPath } from './stored-path.ts';

// Stats are asked for synchronously (400,000 in 0.8 s; through the thread pool it is ten times that), with a breath
// for everything else after so many.
const STATS_A_TURN = 1_000;

// Flushed side by side: the disk merges them, and more would only hold more files open.
const FLUSHES = 8;

// A folder may vanish, emptied by `remove`, between its making and the rename into it.
const ATTEMPTS = 5;

function statOf(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if (hasCode(error, 'ENOTDIR')) return undefined;
    throw error;
  }
}

function sizeOf(file: string): number | undefined {
  const stat = statOf(file);
  if (stat === undefined || stat.isFile()) return stat?.size;
  if (!stat.isDirectory()) return undefined;
  return readdirSync(file).reduce((sum, name) => sum + (sizeOf(path.join(file, name)) ?? 0), 0);
}

/**
 * Throws where the path exists and is no folder or link to one. A folder that was removed meanwhile is made again by
 * its caller.
 */
function refuseUnlessFolder(folder: string, cause: unknown): void {
  const there = statOf(folder);
  if (there === undefined || there.isDirectory()) return;
  const target = statSync(folder, { throwIfNoEntry: false });
  if (target?.isDirectory()) return;
  if (target !== undefined) throw cause;
  throw new StorageError('STORAGE_GONE', `cannot write ${folder}: it is a link to what is not there`, {
    place: folder,
    hint: 'Bring back the folder or disk that it leads to, or remove the link.',
    cause,
  });
}

/** Storage in a folder of the file system. Constructing it touches nothing. */
export class FolderStorage implements Storage {
  readonly #root: string;
  readonly #scratch: string;
  /** Folders whose list of names is not flushed yet. */
  readonly #touched = new Set<string>();

  /** `root` = absolute path of the output. */
  constructor(root: string) {
    this.#root = root;
    this.#scratch = scratchFolder(root);
  }

  prepare(): Promise<void> {
    return this.#explained(this.#scratch, () => sweepScratch(this.#scratch));
  }

  commit(file: string, storedPath: string): Promise<void> {
    const target = this.#target(storedPath);
    return this.#explained(target, async () => {
      await (lstatSync(file).isDirectory() ? flushTree(file) : flush(file));
      await this.#place(file, target).catch(async (error: unknown) => {
        if (!hasCode(error, 'EXDEV')) throw error;
        await this.#bring(file, target);
      });
    });
  }

  carry(from: string, to: string): Promise<void> {
    const [source, target] = [this.#target(from), this.#target(to)];
    return this.#explained(target, () =>
      this.#aside(async (aside) => {
        await linkTree(source, aside);
        await this.#place(aside, target);
      }),
    );
  }

  flush(): Promise<void> {
    const touched = [...this.#touched];
    this.#touched.clear();
    return this.#explained(this.#root, async () => {
      await pLimit(FLUSHES).map(touched, (folder) => this.#flushFolder(folder));
    });
  }

  writeText(storedPath: string, chunks: AsyncIterable<string>): Promise<boolean> {
    const target = this.#target(storedPath);
    return this.#explained(target, () =>
      this.#aside(async (aside) => {
        const { bytes, sha256 } = await writeText(aside, chunks);
        if (sizeOf(target) === bytes && (await this.digest(storedPath)) === sha256) return false;
        await this.#place(aside, target);
        await this.flush();
        return true;
      }),
    );
  }

  async sizes(paths: readonly string[]): Promise<readonly (number | undefined)[]> {
    const sizes: (number | undefined)[] = [];
    for (const [index, storedPath] of paths.entries()) {
      if (index % STATS_A_TURN === STATS_A_TURN - 1) await nextTurn();
      sizes.push(this.#size(this.#target(storedPath)));
    }
    return sizes;
  }

  #size(target: string): number | undefined {
    try {
      return sizeOf(target);
    } catch (error) {
      throw readingError(error, this.#root, target);
    }
  }

  stat(storedPath: string): Promise<MasterStat | undefined> {
    return this.#read(storedPath, statFile);
  }

  open(storedPath: string, range?: ByteRange): Promise<OpenedFile | undefined> {
    return this.#read(storedPath, (target) => openFile(target, range));
  }

  fetch(storedPath: string): Promise<FetchedFile | undefined> {
    return this.#read(storedPath, async (target) => {
      await lstat(target);
      return { local: target };
    });
  }

  digest(storedPath: string): Promise<string | undefined> {
    return this.#read(storedPath, digestFile);
  }

  async remove(paths: readonly string[]): Promise<readonly string[]> {
    const removed: string[] = [];
    for (const storedPath of paths) {
      const target = this.#target(storedPath);
      if (await this.#explained(target, () => this.#remove(target))) removed.push(storedPath);
    }
    return removed;
  }

  async *list(folder: string, { shallow = false }: ListOptions = {}): AsyncGenerator<StoredFile> {
    if (folder !== '') checkStoredPath(folder);
    for (const entry of await this.#entries(path.join(this.#root, folder))) {
      const below = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (below === '.dmx') continue;
      if (entry.isDirectory() && !shallow) yield* this.list(below);
      const stat = entry.isFile() ? statOf(path.join(this.#root, below)) : undefined;
      if (stat !== undefined) yield { path: below, bytes: stat.size, modifiedMs: stat.mtimeMs };
    }
  }

  nameOf(storedPath: string): string {
    return this.#target(storedPath);
  }

  /** Hands out the file of a path for reading; undefined where there is none. */
  async #read<T>(storedPath: string, use: (target: string) => Promise<T>): Promise<T | undefined> {
    const target = this.#target(storedPath);
    try {
      return await use(target);
    } catch (error) {
      if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return undefined;
      throw readingError(error, this.#root, target);
    }
  }

  #target(storedPath: string): string {
    checkStoredPath(storedPath);
    // Not `path.join`: a plain path needs no tidying, and `sizes` asks for hundreds of thousands.
    return `${this.#root}/${storedPath}`;
  }

  async #explained<T>(file: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw storageError(error, this.#root, file);
    }
  }

  /** Hands out a name in scratch and removes what is left under it. */
  async #aside<T>(work: (aside: string) => Promise<T>): Promise<T> {
    await this.#makeFolder(this.#scratch);
    const aside = path.join(this.#scratch, `aside-${randomBytes(6).toString('hex')}`);
    try {
      return await work(aside);
    } finally {
      await dropScratch(aside);
    }
  }

  /** Commits a file from another volume: copies it aside first. */
  async #bring(file: string, target: string): Promise<void> {
    await this.#aside(async (aside) => {
      await linkTree(file, aside);
      await this.#place(aside, target);
    });
    await dropScratch(file);
  }

  async #place(file: string, target: string, attempt = 1): Promise<void> {
    try {
      renameSync(file, target);
      this.#touched.add(path.dirname(target));
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      if (hasCode(error, 'ENOENT')) await this.#makeFolder(path.dirname(target));
      // A folder is in the way, or a file is where a folder is to go: no rename replaces the one by the other.
      else if (hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EISDIR', 'ENOTDIR')) await this.#clear(target);
      else throw error;
      await this.#place(file, target, attempt + 1);
    }
  }

  /** Takes away in one step what lies at `target`, so that readers never meet half of it. */
  #clear(target: string): Promise<void> {
    return this.#aside((aside) => rename(target, aside));
  }

  /** Makes a folder and those above it, but never the output itself: an output that was removed stays away. */
  async #makeFolder(folder: string): Promise<void> {
    if (folder === this.#root) return;
    try {
      await mkdir(folder);
      this.#touched.add(path.dirname(folder));
    } catch (error) {
      if (hasCode(error, 'EEXIST')) return refuseUnlessFolder(folder, error);
      if (!hasCode(error, 'ENOENT') || path.dirname(folder) === this.#root) throw error;
      await this.#makeFolder(path.dirname(folder));
      await this.#makeFolder(folder);
    }
  }

  async #flushFolder(folder: string): Promise<void> {
    try {
      await flush(folder);
    } catch (error) {
      // Emptied and removed since.
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }

  async #remove(target: string): Promise<boolean> {
    const stat = statOf(target);
    if (stat === undefined) return false;
    await (stat.isDirectory() ? rm(target, { recursive: true }) : unlink(target));
    await this.#removeEmpty(path.dirname(target));
    return true;
  }

  async #removeEmpty(folder: string): Promise<void> {
    if (folder === this.#root) return;
    try {
      await rmdir(folder);
    } catch (error) {
      if (hasCode(error, 'ENOTEMPTY', 'EEXIST')) return;
      if (!hasCode(error, 'ENOENT')) throw error;
    }
    await this.#removeEmpty(path.dirname(folder));
  }

  async #entries(folder: string): Promise<readonly Dirent[]> {
    try {
      return await readdir(folder, { withFileTypes: true });
    } catch (error) {
      if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
      throw readingError(error, this.#root, folder);
    }
  }
}
