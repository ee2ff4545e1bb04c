import { dropScratch, dropTemporary, makeScratch, makeTemporary } from '../system/scratch.ts';
import { storageError } from '../system/storage-error.ts';

/** The folders that attempts at jobs work in, each in one of its own. */
export interface Scratch {
  /** A new empty folder for an attempt at a job of `asset`. Throws StorageError. */
  make(asset: string): Promise<string>;
  /** Removes one with all in it; fine when it is gone already. */
  drop(folder: string): Promise<void>;
}

/** Folders in an existing one (absolute path): what is made there can be moved into the output. */
export function scratchIn(parent: string): Scratch {
  return {
    make: (asset) =>
      makeScratch(parent, asset).catch((error: unknown) => {
        throw storageError(error, parent);
      }),
    drop: dropScratch,
  };
}

/** Folders among the machine's temporary files, for what is read before the call that made it ends. */
export const temporaryScratch: Scratch = {
  make: async () => makeTemporary('dmx-render'),
  drop: async (folder) => dropTemporary(folder),
};
