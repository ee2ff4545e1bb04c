import { digestOf } from '../system/digest.ts';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { MasterStat } from '../model/asset.ts';
import type { FetchedFile } from '../model/place.ts';
import { StorageError } from '../model/errors.ts';
import { type ByteRange, openBytes, type OpenedFile } from '../system/open-file.ts';
import { makeScratch } from '../system/scratch.ts';
import type { ListOptions, Storage, StoredFile } from './storage.ts';
import { checkStoredPath } from './stored-path.ts';

interface Held {
  readonly bytes: Buffer;
  readonly modifiedMs: number;
  /** Which of all files that were ever stored it is. */
  readonly number: number;
}

/** Storage that forgets: for tests and dry runs. */
export class MemoryStorage implements Storage {
  readonly #files = new Map<string, Held>();
  #commits = 0;

  async prepare(): Promise<void> {}

  async commit(file: string, storedPath: string): Promise<void> {
    checkStoredPath(storedPath);
    const found: [string, Held][] = [];
    await this.#read(file, storedPath, found);
    this.#replace(storedPath, found);
    await rm(file, { recursive: true });
  }

  async carry(from: string, to: string): Promise<void> {
    checkStoredPath(from);
    checkStoredPath(to);
    const found = this.#below(from);
    if (found.length === 0) {
      const hint = 'Make it again: reprocess with `missing`.';
      throw new StorageError('STORAGE_GONE', `expected ${from} to carry, got nothing there`, { place: from, hint });
    }
    this.#replace(
      to,
      found.map(([name, held]) => [to + name.slice(from.length), held]),
    );
  }

  async flush(): Promise<void> {}

  async writeText(storedPath: string, chunks: AsyncIterable<string>): Promise<boolean> {
    checkStoredPath(storedPath);
    const gathered: string[] = [];
    for await (const chunk of chunks) gathered.push(chunk);
    const bytes = Buffer.from(gathered.join(''));
    if (this.#files.get(storedPath)?.bytes.equals(bytes)) return false;
    this.#replace(storedPath, [[storedPath, { bytes, modifiedMs: Date.now(), number: ++this.#commits }]]);
    return true;
  }

  async sizes(paths: readonly string[]): Promise<readonly (number | undefined)[]> {
    return paths.map((storedPath) => {
      checkStoredPath(storedPath);
      const found = this.#below(storedPath);
      return found.length === 0 ? undefined : found.reduce((sum, [, held]) => sum + held.bytes.length, 0);
    });
  }

  async stat(storedPath: string): Promise<MasterStat | undefined> {
    checkStoredPath(storedPath);
    const held = this.#files.get(storedPath);
    return held && { bytes: held.bytes.length, mtimeNs: String(held.number), inode: String(held.number) };
  }

  async open(storedPath: string, range?: ByteRange): Promise<OpenedFile | undefined> {
    checkStoredPath(storedPath);
    const held = this.#files.get(storedPath);
    return held && openBytes(held.bytes, range);
  }

  async fetch(storedPath: string, scratch: string): Promise<FetchedFile | undefined> {
    checkStoredPath(storedPath);
    const found = this.#below(storedPath);
    if (found.length === 0) return undefined;
    const copiedInto = await makeScratch(scratch, 'fetched');
    const local = path.join(copiedInto, path.posix.basename(storedPath));
    for (const [name, { bytes }] of found) {
      const file = local + name.slice(storedPath.length);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
    return { local, copiedInto };
  }

  async digest(storedPath: string): Promise<string | undefined> {
    checkStoredPath(storedPath);
    const held = this.#files.get(storedPath);
    return held && digestOf(held.bytes);
  }

  async remove(paths: readonly string[]): Promise<readonly string[]> {
    return paths.filter((storedPath) => {
      checkStoredPath(storedPath);
      const found = this.#below(storedPath);
      for (const [name] of found) this.#files.delete(name);
      return found.length > 0;
    });
  }

  async *list(folder: string, { shallow = false }: ListOptions = {}): AsyncGenerator<StoredFile> {
    if (folder !== '') checkStoredPath(folder);
    for (const [name, { bytes, modifiedMs }] of this.#below(folder)) {
      if (shallow && name.includes('/', folder === '' ? 0 : folder.length + 1)) continue;
      yield { path: name, bytes: bytes.length, modifiedMs };
    }
  }

  nameOf(storedPath: string): string {
    checkStoredPath(storedPath);
    return `memory:${storedPath}`;
  }

  async #read(file: string, storedPath: string, found: [string, Held][]): Promise<void> {
    const stats = await stat(file);
    if (stats.isFile())
      found.push([storedPath, { bytes: await readFile(file), modifiedMs: stats.mtimeMs, number: ++this.#commits }]);
    else
      for (const name of await readdir(file)) await this.#read(path.join(file, name), `${storedPath}/${name}`, found);
  }

  #replace(storedPath: string, files: readonly (readonly [string, Held])[]): void {
    for (const [name] of this.#below(storedPath)) this.#files.delete(name);
    for (const [name, held] of files) this.#files.set(name, held);
  }

  #below(folder: string): (readonly [string, Held])[] {
    return [...this.#files].filter(([name]) => folder === '' || name === folder || name.startsWith(`${folder}/`));
  }
}
