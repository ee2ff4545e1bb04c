import { readdir, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { MasterStat, ScannedFile } from '../model/asset.ts';
import type { FetchedFile } from '../model/place.ts';
import { StorageError } from '../model/errors.ts';
import { statFile } from '../system/file-stat.ts';
import { makeFolders } from '../system/writing/make-folders.ts';
import { hasCode } from '../system/error-code.ts';
import { masterError } from '../system/master-error.ts';
import { type ByteRange, openFile, type OpenedFile } from '../system/open-file.ts';
import { isFolder } from '../system/path-kind.ts';
import { storageError } from '../system/storage-error.ts';
import { writeAside } from '../system/writing/write-aside.ts';
import type { Library, ListOptions } from './library.ts';
import { isWithin } from './library-folders.ts';
import { checkSidecar } from './sidecar-path.ts';
import { walk } from './walk.ts';

const NOT_THERE = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'];

/** A library in a folder of the file system. */
export class FolderLibrary implements Library {
  readonly #root: string;

  /** `root` = absolute path of the folder. */
  constructor(root: string) {
    this.#root = root;
  }

  async exists(): Promise<boolean> {
    return isFolder(this.#root);
  }

  list(options?: ListOptions): AsyncIterable<ScannedFile> {
    return walk(this.#root, options);
  }

  async names(folder: string): Promise<readonly string[]> {
    try {
      const entries = await this.#read(folder, (real) => readdir(real, { withFileTypes: true }));
      return (entries ?? []).filter((entry) => entry.isFile() || entry.isSymbolicLink()).map(({ name }) => name);
    } catch {
      return [];
    }
  }

  stat(file: string): Promise<MasterStat | undefined> {
    return this.#read(file, statFile);
  }

  open(file: string, range?: ByteRange): Promise<OpenedFile | undefined> {
    // A pipe would be waited for: what is no file is not opened.
    return this.#read(file, async (real) => ((await statFile(real)) === undefined ? undefined : openFile(real, range)));
  }

  fetch(file: string): Promise<FetchedFile | undefined> {
    const local = this.nameOf(file);
    return this.#read(file, async (real) => ((await statFile(real)) === undefined ? undefined : { local }));
  }

  async writeSidecar(file: string, text: string): Promise<void> {
    checkSidecar(file);
    const target = this.nameOf(file);
    await this.#refuseOutside(target);
    try {
      if (text === '') return await rm(target, { force: true });
      makeFolders(path.dirname(target));
      await writeAside(target, (aside) => writeFile(aside, text));
    } catch (error) {
      throw storageError(error, path.dirname(target), target, 'name another folder for sidecars as `overrides`');
    }
  }

  nameOf(file: string): string {
    return path.join(this.#root, file);
  }

  /** Throws StorageError (STORAGE_DENIED) where links lead out of the library. */
  async #refuseOutside(target: string): Promise<void> {
    for (let folder = path.dirname(target); folder !== this.#root; folder = path.dirname(folder)) {
      if (!isWithin(folder, this.#root)) break;
      if (!isFolder(folder) || (await this.#read(path.relative(this.#root, folder), async () => true))) continue;
      throw new StorageError('STORAGE_DENIED', `expected a folder of the library, got a link out of it: ${folder}`, {
        place: folder,
        hint: 'Put a folder in its place, or name the folder that it leads to as `overrides`.',
      });
    }
  }

  /** Passes the real path of a library file to `use`; undefined where the file is missing or lies outside of the library. */
  async #read<T>(file: string, use: (real: string) => Promise<T | undefined>): Promise<T | undefined> {
    const name = this.nameOf(file);
    try {
      const real = await realpath(name);
      // Asked each time: the library itself may be a link that comes to lead elsewhere.
      return isWithin(real, await realpath(this.#root)) ? await use(real) : undefined;
    } catch (error) {
      if (hasCode(error, ...NOT_THERE)) return undefined;
      throw masterError(error, name);
    }
  }
}
