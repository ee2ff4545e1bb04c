import type { MasterStat } from '../model/asset.ts';
import type { FetchedFile } from '../model/place.ts';
import type { ByteRange, OpenedFile } from '../system/open-file.ts';

/**
 * The place where renditions live. Paths are below the output, `/`-separated, NFC; one that would lead out of it throws RangeError.
 * Every write appears complete or not at all. A path may hold a folder that was committed whole (a packaged set): it is
 * carried and removed whole. What an operator can mend is thrown as StorageError.
 */
export interface Storage {
  /** Makes the output usable and swept of what a crash left half-written: only for the holder of the output's lock. */
  prepare(): Promise<void>;

  /**
   * Moves a finished file or folder of this machine (absolute path) to its path, replacing what is there: flushed before,
   * in one step. Nothing but a rename where it lies on the storage's own volume.
   */
  commit(file: string, path: string): Promise<void>;

  /** Gives a stored file a second path without copying where the volume can; the first stays. */
  carry(from: string, to: string): Promise<void>;

  /**
   * Makes the names given by `commit` and `carry` so far survive a power loss; to be called before the catalog records
   * them. Not needed against a crash of dmx, and one call for many files is much cheaper than one for each.
   */
  flush(): Promise<void>;

  /**
   * Writes a text of any length aside, chunk by chunk (each well-formed by itself), and replaces `path` in one step,
   * flushed; false when the bytes were the same.
   */
  writeText(path: string, chunks: AsyncIterable<string>): Promise<boolean>;

  /** Sizes in bytes in the order asked; undefined where there is nothing. A folder's is the sum of its files. */
  sizes(paths: readonly string[]): Promise<readonly (number | undefined)[]>;

  /** The stat of a stored file; undefined where there is none. A file that was replaced has another stat. */
  stat(path: string): Promise<MasterStat | undefined>;

  /**
   * Opens a stored file for reading, or a range of it; undefined where there is none. What is read is the file as it was
   * opened, though another be committed in its place meanwhile. Throws RangeError.
   */
  open(path: string, range?: ByteRange): Promise<OpenedFile | undefined>;

  /**
   * A local copy of a stored file or folder: itself where storage is on this machine, else a download into a new folder
   * in `scratch`, removed with that. Read-only. Undefined where it does not exist.
   */
  fetch(path: string, scratch: string): Promise<FetchedFile | undefined>;

  /** SHA-256 of a stored file, lower-case hexadecimal; undefined where it does not exist. */
  digest(path: string): Promise<string | undefined>;

  /** Removes files (missing ones are fine) and the folders that became empty by it; answers those that were there. */
  remove(paths: readonly string[]): Promise<readonly string[]>;

  /**
   * Every file below a folder ('' = the output), unordered; dmx's own `.dmx/` left out. `shallow`: only those that lie in it
   * themselves, and no folder in it is looked into.
   */
  list(folder: string, options?: ListOptions): AsyncIterable<StoredFile>;

  /** The name of a stored file that people are told: an absolute path, an address. It need not be there. */
  nameOf(path: string): string;
}

export interface ListOptions {
  readonly shallow?: boolean;
}

/** A file in storage. */
export interface StoredFile {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}
