import type { DeliveredFile } from '../model/delivery.ts';

/**
 * The place that an output is published to. Paths are below it, `/`-separated. Every file appears complete or not at all.
 * What an operator can mend is thrown as StorageError.
 */
export interface Target {
  /** Brings a file; it is there once `flush` has been called. Throws StorageError. */
  put(file: DeliveredFile, source: PutSource): Promise<Putting>;

  /** Brings what was put so far: fulfilled once all of it is there. Throws StorageError. */
  flush(): Promise<void>;

  /** Writes a text of any length and replaces what is there in one step. */
  writeText(path: string, chunks: AsyncIterable<string>, mime: string): Promise<void>;

  /** The text of a file; undefined where it does not exist. */
  readText(path: string): Promise<AsyncIterable<string> | undefined>;

  /** Sizes in bytes, in the order of `paths`; undefined for missing files. */
  sizes(paths: readonly string[]): Promise<readonly (number | undefined)[]>;

  /** Removes files; missing ones are fine. */
  remove(paths: readonly string[]): Promise<void>;

  /** The name of a file that people are told: an absolute path, an address. */
  nameOf(path: string): string;
}

/** The bytes of a file that is brought: the absolute path of one of this machine, or the bytes themselves. */
export type PutSource = string | Uint8Array;

/** The outcome of bringing one file: another digest than it should have had leaves the target as it was. */
export interface Putting {
  /** Digest of the bytes that were read. */
  readonly sha256: string;
  readonly put: boolean;
}
