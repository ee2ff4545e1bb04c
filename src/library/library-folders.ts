import { type Dirent, lstatSync, realpathSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

import { DmxError, UsageError } from '../model/errors.ts';
import { errorCode } from '../system/error-code.ts';
import { readIgnoreFile } from './ignore-file.ts';
import { IgnoreRules } from './ignore-rules.ts';
import type { Skip, SkipReason } from './library.ts';
import { systemName } from '../model/system-names.ts';

export interface FolderOptions {
  /** Folders below the library, NFC, to which the walk is confined; `['']` = all of it. */
  readonly folders: readonly string[];
  /** Tells whether a folder (path below the library, NFC) is entered. */
  readonly enters: (folder: string) => boolean;
  readonly onSkip: (skip: Skip) => void;
}

/** The knowledge of a folder before it is read. */
interface Folder {
  /** Its real path: symbolic links resolved. */
  readonly real: string;
  /** Real paths of the folders that hold the links which led here. */
  readonly via: readonly string[];
  readonly rules: IgnoreRules;
}

/** Something that is looked at. */
export interface FolderEntry {
  /** Below the library, `/`-separated, as the file system spells it. */
  readonly file: string;
  /** It is a folder, or a link to one. */
  readonly isFolder: boolean;
}

/** The thing that a link leads to. */
interface Target {
  readonly real: string;
  readonly kind: 'file' | 'folder' | 'other';
}

// A link may lead into a folder with links; without an end to that, n folders that link each other give n! paths.
const NESTED_LINKS = 2;

const OUTPUT_MARK = '.dmx';

/** Tells whether a path is a folder's, lies below it, or leads to it; `''` is the library itself. */
export function isOnTheWay(below: string, folder: string): boolean {
  return folder === '' || below === folder || below.startsWith(`${folder}/`) || folder.startsWith(`${below}/`);
}

/** Tells whether `inner` is `outer` or inside of it; both absolute. */
export function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer.endsWith(path.sep) ? outer : outer + path.sep);
}

const pathIn = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

function exists(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function unreadable(root: string, cause: unknown): UsageError {
  return new UsageError(
    'MISSING_FOLDER',
    `expected a library that can be read, got ${root} (${errorCode(cause) ?? 'UNKNOWN'})`,
    {
      place: root,
      hint: 'Check that the folder is there, that its disk is mounted, and that this user may read it.',
      cause,
    },
  );
}

function resolveRoot(root: string): string {
  try {
    return realpathSync(root);
  } catch (error) {
    throw unreadable(root, error);
  }
}

/**
 * Decides folder by folder what of a library is looked at: nothing hidden, no folder that holds `.dmx/` (an output may
 * lie inside the library), nothing of the system's, nothing that a `.dmxignore` names, no link that leads out of the library or round in circles.
 */
export class LibraryFolders {
  readonly #root: string;
  readonly #options: FolderOptions;
  readonly #known = new Map<string, Folder>();

  /** Throws UsageError MISSING_FOLDER where there is no `root` (absolute). */
  constructor(root: string, options: FolderOptions) {
    this.#root = resolveRoot(root);
    this.#options = options;
    this.#known.set('', { real: this.#root, via: [], rules: IgnoreRules.none });
  }

  /**
   * Lists the files and folders of a folder ('' = the library), unordered. Each folder may be listed once, parents
   * first. Throws ProfileError where a `.dmxignore` cannot be read.
   */
  async entries(folder: string): Promise<readonly FolderEntry[]> {
    const known = this.#known.get(folder);
    this.#known.delete(folder);
    if (known === undefined) return [];
    try {
      const entries = await readdir(known.real, { withFileTypes: true });
      if (entries.some((entry) => entry.name === OUTPUT_MARK)) return [];
      const here = { ...known, rules: this.#rules(known, folder, entries) };
      const kept = entries.filter((entry) => this.#keeps(here, folder, entry));
      return kept.map(({ name }) => this.#entryOf(pathIn(folder, name)));
    } catch (error) {
      if (error instanceof DmxError) throw error;
      // A library that cannot be read at all must never look like an empty one.
      if (folder === '') throw unreadable(this.#root, error);
      this.#skip(folder, 'unreadable', errorCode(error) ?? 'UNKNOWN');
      return [];
    }
  }

  /** The file behind a path below the library, for reading. */
  absolute(file: string): string {
    return path.join(this.#root, file);
  }

  #rules({ real, rules }: Folder, folder: string, entries: readonly { readonly name: string }[]): IgnoreRules {
    if (!entries.some((entry) => entry.name === IgnoreRules.fileName)) return rules;
    return rules.below(folder, readIgnoreFile(path.join(real, IgnoreRules.fileName), this.#root));
  }

  #keeps(here: Folder, folder: string, entry: Dirent): boolean {
    const { name } = entry;
    const below = pathIn(folder, name);
    if (!this.#selected(below)) return false;
    if (systemName(name) !== undefined) {
      if (!here.rules.ignores(below, entry.isDirectory())) this.#skip(below, 'system');
      return false;
    }
    if (name.startsWith('.')) return false;
    // Bytes that are no UTF-8 reach us as U+FFFD, and no file answers to that name.
    if (name.includes('\uFFFD') && !exists(path.join(here.real, name))) return this.#skip(below, 'name-not-utf8');
    if (entry.isSymbolicLink()) return this.#keepsLink(here, below, name);
    if (entry.isDirectory()) return this.#keepsFolder(below, { ...here, real: path.join(here.real, name) });
    if (here.rules.ignores(below, false)) return false;
    return entry.isFile() || this.#skip(below, 'no-file');
  }

  #entryOf(file: string): FolderEntry {
    return { file, isFolder: this.#known.has(file) };
  }

  #selected(below: string): boolean {
    const wanted = below.normalize('NFC');
    return this.#options.folders.some((folder) => isOnTheWay(wanted, folder));
  }

  #keepsFolder(below: string, folder: Folder): boolean {
    if (folder.rules.ignores(below, true) || !this.#options.enters(below.normalize('NFC'))) return false;
    this.#known.set(below, folder);
    return true;
  }

  #keepsLink(here: Folder, below: string, name: string): boolean {
    if (here.rules.ignores(below, false)) return false;
    const target = this.#resolve(path.join(here.real, name), below);
    if (target === undefined) return false;
    if (!isWithin(target.real, this.#root)) return this.#skip(below, 'link-outside');
    if (target.kind === 'other') return this.#skip(below, 'no-file');
    if (this.#inOutput(target.kind === 'folder' ? target.real : path.dirname(target.real))) return false;
    if (target.kind === 'file') return true;
    const via = [...here.via, here.real];
    // Following this link would lead back to a folder above it: a cycle.
    if (via.length > NESTED_LINKS || via.some((real) => isWithin(real, target.real)))
      return this.#skip(below, 'link-loop');
    return this.#keepsFolder(below, { real: target.real, via, rules: here.rules });
  }

  #resolve(link: string, below: string): Target | undefined {
    try {
      const real = realpathSync(link);
      const stat = lstatSync(real);
      return { real, kind: stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'other' };
    } catch (error) {
      this.#skip(below, 'link-broken', errorCode(error) ?? 'UNKNOWN');
      return undefined;
    }
  }

  /** Tells whether a folder is in an output: renditions are no masters, even when reached through links. */
  #inOutput(real: string): boolean {
    if (exists(path.join(real, OUTPUT_MARK))) return true;
    return real !== this.#root && this.#inOutput(path.dirname(real));
  }

  #skip(below: string, reason: SkipReason, code?: string): false {
    this.#options.onSkip({ path: below.normalize('NFC'), reason, ...(code !== undefined && { code }) });
    return false;
  }
}
