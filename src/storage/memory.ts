import { digestOf } from '../system/digest.ts';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { makeScratch } from '../system/scratch.ts';
import type { Storage, StoredFile } from './storage.ts';
import { checkStoredPath } from './stored-path.ts';

interface Held {
  readonly bytes: Buffer;
  readonly modifiedMs: number;
}

/** Storage that forgets: for tests and dry runs. Scratch alone is on disk, since engines write files. */
export class MemoryStorage implements Storage {
  readonly #files = new Map<string, Held>();
  #scratch: Promise<string> | undefined;

  async open(): Promise<void> {
    if (this.#scratch !== undefined) await rm(await this.#scratch, { recursive: true, force: true });
    this.#scratch = undefined;
  }

  async makeScratch(name: string): Promise<string> {
    this.#scratch ??= mkdtemp(path.join(tmpdir(), 'dmx-'));
    return makeScratch(await this.#scratch, name);
  }

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
    this.#replace(
      to,
      this.#below(from).map(([name, held]) => [to + name.slice(from.length), held]),
    );
  }

  async flush(): Promise<void> {}

  async writeText(storedPath: string, chunks: AsyncIterable<string>): Promise<boolean> {
    checkStoredPath(storedPath);
    const gathered: string[] = [];
    for await (const chunk of chunks) gathered.push(chunk);
    const bytes = Buffer.from(gathered.join(''));
    if (this.#files.get(storedPath)?.bytes.equals(bytes)) return false;
    this.#replace(storedPath, [[storedPath, { bytes, modifiedMs: Date.now() }]]);
    return true;
  }

  async sizes(paths: readonly string[]): Promise<readonly (number | undefined)[]> {
    return paths.map((storedPath) => {
      checkStoredPath(storedPath);
      const found = this.#below(storedPath);
      return found.length === 0 ? undefined : found.reduce((sum, [, held]) => sum + held.bytes.length, 0);
    });
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

  async *list(folder: string): AsyncGenerator<StoredFile> {
    if (folder !== '') checkStoredPath(folder);
    for (const [name, { bytes, modifiedMs }] of this.#below(folder)) {
      yield { path: name, bytes: bytes.length, modifiedMs };
    }
  }

  async #read(file: string, storedPath: string, found: [string, Held][]): Promise<void> {
    const stats = await stat(file);
    if (stats.isFile()) found.push([storedPath, { bytes: await readFile(file), modifiedMs: stats.mtimeMs }]);
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
