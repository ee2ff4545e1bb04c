import { openLibrary } from '../library/index.ts';
import type { Library } from '../library/library.ts';
import type { MasterStat } from '../model/asset.ts';
import type { FetchedFile, Places, Port, SourceFile } from '../model/place.ts';
import { openStorage } from '../storage/index.ts';
import { unreadable } from '../system/master-error.ts';
import { dropScratch } from '../system/scratch.ts';

/** The part of a port that a worker asks for: both the library's and the storage's do so much. */
type Source = Pick<Library, 'stat' | 'fetch' | 'nameOf'>;

/** The ports that a request's files lie behind. */
export type Ports = { readonly [P in Port]: Source };

function openPorts({ library, storage, outside = library }: Places): Ports {
  return {
    library: openLibrary(library.kind, library.root),
    storage: openStorage(storage.kind, storage.root),
    outside: openLibrary(outside.kind, outside.root),
  };
}

/** The ports of the last request: a worker answers one after the other, and those of a run all name the same places. */
export class PortKeeper {
  #key = '';
  #ports: Ports | undefined;

  /** The ports for some places, reopened when the places change. Absent places are a bug of the caller. */
  at(places: Places | undefined): Ports {
    if (places === undefined) throw new TypeError('expected places with a request that reads files, got none');
    const key = JSON.stringify(places);
    if (this.#ports === undefined || key !== this.#key) this.#ports = openPorts(places);
    this.#key = key;
    return this.#ports;
  }
}

/** The name of a file in messages. */
export const nameOf = ({ from, path }: SourceFile, ports: Ports): string => ports[from].nameOf(path);

// As the system would say it of a file that is not there.
const missing = (file: SourceFile, ports: Ports): Error => unreadable('ENOENT', nameOf(file, ports));

/** The stat of a file as it is now. Throws SourceError SOURCE_UNREADABLE. */
export async function statSource(file: SourceFile, ports: Ports): Promise<MasterStat> {
  const stat = await ports[file.from].stat(file.path);
  if (stat === undefined) throw missing(file, ports);
  return stat;
}

/** A file as one of this machine. Throws SourceError SOURCE_UNREADABLE. */
export async function fetchSource(file: SourceFile, scratch: string, ports: Ports): Promise<FetchedFile> {
  const fetched = await ports[file.from].fetch(file.path, scratch);
  if (fetched === undefined) throw missing(file, ports);
  return fetched;
}

/** Hands out a file as one of this machine, and removes the copy afterwards where there had to be one. */
export async function withSource<T>(
  file: SourceFile,
  scratch: string,
  ports: Ports,
  use: (local: string) => Promise<T>,
): Promise<T> {
  const { local, copiedInto } = await fetchSource(file, scratch, ports);
  try {
    return await use(local);
  } finally {
    if (copiedInto !== undefined) await dropScratch(copiedInto);
  }
}
