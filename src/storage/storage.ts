/** Where renditions live. Paths are below the output, `/`-separated, NFC. Every write appears complete or not at all. */
export interface Storage {
  /** Makes the output usable and swept of scratch left by a crash. Throws StorageError. */
  open(): Promise<void>;

  /** A new empty folder on the same volume, so that a rename from it is atomic. */
  makeScratch(name: string): Promise<string>;

  /** Moves a finished file from scratch to its path, replacing what is there: flushed before, in one step. */
  commit(file: string, path: string): Promise<void>;

  /** Gives a stored file a second path without copying where the volume can; the first stays. */
  carry(from: string, to: string): Promise<void>;

  /** Writes a text of any length aside, chunk by chunk, and replaces `path` in one step; false when the bytes were the same. */
  writeText(path: string, chunks: AsyncIterable<string>): Promise<boolean>;

  /** Sizes in bytes in the order asked; undefined where there is no file. */
  sizes(paths: readonly string[]): Promise<readonly (number | undefined)[]>;

  /** Lower-case hexadecimal SHA-256 of a stored file; undefined where there is none. */
  digest(path: string): Promise<string | undefined>;

  /** Removes files (missing ones are fine) and the folders that became empty; answers those that were there. */
  remove(paths: readonly string[]): Promise<readonly string[]>;

  /** Every file below a folder, unordered. */
  list(folder: string): AsyncIterable<{ readonly path: string; readonly bytes: number; readonly modifiedMs: number }>;
}
