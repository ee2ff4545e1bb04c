import type { MasterStat } from '../model/asset.ts';
import type { Library } from './library.ts';

/** A file as the library spells it, and what it is now. */
export interface FoundFile {
  readonly file: string;
  readonly stat: MasterStat;
}

/** The file of a path whose spelling may be another than the library's (NFC, NFD); undefined where there is none. */
export async function findFile(library: Pick<Library, 'stat'>, path: string): Promise<FoundFile | undefined> {
  for (const file of new Set([path, path.normalize('NFC'), path.normalize('NFD')])) {
    const stat = await library.stat(file);
    if (stat !== undefined) return { file, stat };
  }
  return undefined;
}
