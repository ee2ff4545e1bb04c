import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, lstatSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DeliveredFile } from '../model/delivery.ts';
import { hasCode } from '../system/error-code.ts';
import { makeFolders } from '../system/writing/make-folders.ts';
import { storageError } from '../system/storage-error.ts';
import { asideOf, writeAside } from '../system/writing/write-aside.ts';
import { textOf } from '../system/writing/write-text.ts';
import { checkStoredPath } from './stored-path.ts';
import type { Putting, PutSource, Target } from './target.ts';

/** The bytes of a file are not those that they should be. */
class OtherBytes extends Error {}

/** The alternative where a target cannot be written. */
const OTHER_TARGET = 'name another folder as its `to`';

/** A target in a folder of the file system: made when the first file comes. */
export class FolderTarget implements Target {
  readonly #root: string;

  /** `root` = absolute path. */
  constructor(root: string) {
    this.#root = root;
  }

  async put({ path: below, sha256 }: DeliveredFile, source: PutSource): Promise<Putting> {
    const hash = createHash('sha256');
    let got = '';
    try {
      await this.#write(below, async (aside) => {
        const counted = new Transform({
          transform(chunk: Buffer, _encoding, done) {
            hash.update(chunk);
            done(null, chunk);
          },
        });
        const bytes = typeof source === 'string' ? createReadStream(source) : Readable.from([source]);
        await pipeline(bytes, counted, createWriteStream(aside, { flags: 'wx' }));
        got = hash.digest('hex');
        if (got !== sha256) throw new OtherBytes();
      });
      return { sha256: got, put: true };
    } catch (error) {
      if (error instanceof OtherBytes) return { sha256: got, put: false };
      throw error;
    }
  }

  /** Each file is there as soon as it was put. */
  flush(): Promise<void> {
    return Promise.resolve();
  }

  writeText(below: string, chunks: AsyncIterable<string>): Promise<void> {
    return this.#write(below, (aside) => pipeline(Readable.from(chunks), createWriteStream(aside, { flags: 'wx' })));
  }

  readText(below: string): Promise<AsyncIterable<string> | undefined> {
    return Promise.resolve(this.#sizeOf(below) === undefined ? undefined : textOf(this.nameOf(below)));
  }

  sizes(paths: readonly string[]): Promise<readonly (number | undefined)[]> {
    return Promise.resolve(paths.map((below) => this.#sizeOf(below)));
  }

  async remove(paths: readonly string[]): Promise<void> {
    for (const below of paths) {
      const file = this.nameOf(below);
      try {
        await rm(file, { force: true });
        await rm(asideOf(file), { force: true });
        await this.#removeEmpty(path.dirname(file));
      } catch (error) {
        throw storageError(error, this.#root, file, OTHER_TARGET);
      }
    }
  }

  nameOf(below: string): string {
    checkStoredPath(below);
    return path.join(this.#root, below);
  }

  #sizeOf(below: string): number | undefined {
    const file = this.nameOf(below);
    try {
      const stat = lstatSync(file, { throwIfNoEntry: false });
      return stat?.isFile() === true ? stat.size : undefined;
    } catch (error) {
      if (hasCode(error, 'ENOTDIR')) return undefined;
      throw storageError(error, this.#root, file, OTHER_TARGET);
    }
  }

  async #write(below: string, fill: (aside: string) => Promise<void>): Promise<void> {
    const file = this.nameOf(below);
    try {
      makeFolders(path.dirname(file));
      await writeAside(file, fill, { alone: true });
    } catch (error) {
      if (error instanceof OtherBytes) throw error;
      throw storageError(error, this.#root, file, OTHER_TARGET);
    }
  }

  /** Removes folders that became empty, but never the target itself. */
  async #removeEmpty(folder: string): Promise<void> {
    for (let at = folder; at !== this.#root && at.startsWith(this.#root); at = path.dirname(at)) {
      try {
        await rmdir(at);
      } catch {
        return;
      }
    }
  }
}
