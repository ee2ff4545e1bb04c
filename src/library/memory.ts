import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { MasterStat, ScannedFile } from '../model/asset.ts';
import type { FetchedFile } from '../model/place.ts';
import { openBytes, type ByteRange, type OpenedFile } from '../system/open-file.ts';
import { makeScratch } from '../system/scratch.ts';
import { IgnoreRules } from './ignore-rules.ts';
import { isOnTheWay } from './library-folders.ts';
import type { Library, ListOptions } from './library.ts';
import { checkSidecar } from './sidecar-path.ts';
import { systemName } from '../model/system-names.ts';

interface Held {
  readonly bytes: Buffer;
  readonly stat: MasterStat;
}

/** `folder/name`, or the name alone in the library itself. */
const inFolder = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** A library in memory, for tests. It has no links. */
export class MemoryLibrary implements Library {
  readonly #files = new Map<string, Held>();
  #writes = 0;

  /** Puts a file there, or another in its place. */
  put(file: string, content: string | Buffer): void {
    const bytes = Buffer.from(content);
    const count = String(++this.#writes);
    this.#files.set(file, { bytes, stat: { bytes: bytes.length, mtimeNs: count, inode: count } });
  }

  remove(file: string): void {
    this.#files.delete(file);
  }

  async exists(): Promise<boolean> {
    return true;
  }

  async *list(options: ListOptions = {}): AsyncGenerator<ScannedFile> {
    yield* this.#list('', IgnoreRules.none, options);
  }

  async names(folder: string): Promise<readonly string[]> {
    return this.#entries(folder).flatMap(({ name, isFolder }) => (isFolder ? [] : [name]));
  }

  async stat(file: string): Promise<MasterStat | undefined> {
    return this.#files.get(file)?.stat;
  }

  async open(file: string, range?: ByteRange): Promise<OpenedFile | undefined> {
    const held = this.#files.get(file);
    return held && openBytes(held.bytes, range);
  }

  async fetch(file: string, scratch: string): Promise<FetchedFile | undefined> {
    const held = this.#files.get(file);
    if (held === undefined) return undefined;
    const copiedInto = await makeScratch(scratch, 'fetched');
    const local = path.join(copiedInto, path.posix.basename(file));
    await writeFile(local, held.bytes);
    return { local, copiedInto };
  }

  async writeSidecar(file: string, text: string): Promise<void> {
    checkSidecar(file);
    if (text === '') this.remove(file);
    else this.put(file, text);
  }

  nameOf(file: string): string {
    return `memory:${file}`;
  }

  *#list(folder: string, above: IgnoreRules, options: ListOptions): Generator<ScannedFile> {
    const entries = this.#entries(folder);
    if (entries.some(({ name }) => name === '.dmx')) return;
    const rulesFile = this.#files.get(inFolder(folder, IgnoreRules.fileName));
    const rules = rulesFile ? above.below(folder, rulesFile.bytes.toString()) : above;
    for (const { name, isFolder } of entries) {
      const file = inFolder(folder, name);
      if (rules.ignores(file, isFolder) || !this.#isWanted(file, isFolder, options)) continue;
      const isSystem = systemName(name) !== undefined;
      if (isSystem) options.onSkip?.({ path: file.normalize('NFC'), reason: 'system' });
      if (isSystem || name.startsWith('.')) continue;
      const held = this.#files.get(file);
      if (isFolder) yield* this.#list(file, rules, options);
      else if (held) yield { file, path: file.normalize('NFC'), stat: held.stat };
    }
  }

  #isWanted(file: string, isFolder: boolean, { folders = [''], enters }: ListOptions): boolean {
    const below = file.normalize('NFC');
    if (!folders.some((folder) => isOnTheWay(below, folder))) return false;
    return !isFolder || enters === undefined || enters(below);
  }

  #entries(folder: string): readonly { readonly name: string; readonly isFolder: boolean }[] {
    const found = new Map<string, boolean>();
    for (const file of this.#files.keys()) {
      if (folder !== '' && !file.startsWith(`${folder}/`)) continue;
      const [name = '', ...rest] = file.slice(folder === '' ? 0 : folder.length + 1).split('/');
      found.set(name, rest.length > 0);
    }
    return [...found].map(([name, isFolder]) => ({ name, isFolder }));
  }
}
