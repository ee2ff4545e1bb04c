import type { MasterStat } from '../model/asset.ts';
import type { Library } from './library.ts';

/** A file as the library spells it, and what it is now. */
export interface FoundFile {
  readonly file: string;
  readonly stat: MasterStat;
}

/**
 * Finds a file whose path may be spelled in another normalisation (NFC, NFD) than in the library; undefined where there
 * is none.
 */
export async function findFile(library: Pick<Library, 'stat'>, path: string): Promise<FoundFile | undefined> {
  for (const file of new Set([path, path.normalize('NFC'), path.normalize('NFD')])) {
    const stat = await library.stat(file);
    if (stat !== undefined) return { file, stat };
  }
  return undefined;
}
