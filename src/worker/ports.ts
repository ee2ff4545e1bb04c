import { dirname } from 'node:path';

import { openLibrary } from '../library/index.ts';
import type { Library } from '../library/library.ts';
import type { MasterStat } from '../model/asset.ts';
import type { Places, Port, SourceFile } from '../model/place.ts';
import { openStorage } from '../storage/index.ts';
import { unreadable } from '../system/master-error.ts';
import { dropScratch } from '../system/scratch.ts';

/** What a worker asks of a port: both the library's and the storage's do so much. */
type Source = Pick<Library, 'stat' | 'fetch' | 'nameOf'>;

/** The ports that a request's files lie behind. */
export type Ports = { readonly [P in Port]: Source };

/** Opens the ports at places; they hold nothing open. Absent places: a bug of who asked. */
export function openPorts(places: Places | undefined): Ports {
  if (places === undefined) throw new TypeError('expected places with a request that reads files, got none');
  const { library, storage, outside = library } = places;
  return {
    library: openLibrary(library.kind, library.root),
    storage: openStorage(storage.kind, storage.root),
    outside: openLibrary(outside.kind, outside.root),
  };
}

/** What people are told a file is called. */
export const nameOf = ({ from, path }: SourceFile, ports: Ports): string => ports[from].nameOf(path);

// As the system would say it of a file that is not there.
const missing = (file: SourceFile, ports: Ports): Error => unreadable('ENOENT', nameOf(file, ports));

/** What a file is now. Throws SourceError SOURCE_UNREADABLE. */
export async function statSource(file: SourceFile, ports: Ports): Promise<MasterStat> {
  const stat = await ports[file.from].stat(file.path);
  if (stat === undefined) throw missing(file, ports);
  return stat;
}

/** A file as one of this machine, absolute. Throws SourceError SOURCE_UNREADABLE. */
export async function fetchSource(file: SourceFile, scratch: string, ports: Ports): Promise<string> {
  const local = await ports[file.from].fetch(file.path, scratch);
  if (local === undefined) throw missing(file, ports);
  return local;
}

/** Hands out a file as one of this machine, and removes it afterwards where it had to be brought here. */
export async function withSource<T>(
  file: SourceFile,
  scratch: string,
  ports: Ports,
  use: (local: string) => Promise<T>,
): Promise<T> {
  const local = await fetchSource(file, scratch, ports);
  try {
    return await use(local);
  } finally {
    if (local !== nameOf(file, ports)) await dropScratch(dirname(local));
  }
}
