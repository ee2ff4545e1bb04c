import type { Analysis } from '../../model/analysis.ts';
import { CatalogError } from '../../model/errors.ts';
import { openExisting } from '../project/runtime.ts';

/**
 * What the catalog of an output knows of the subject of a master with this digest; undefined = nothing, or nothing that
 * can be read: then it is looked for in the pixels, and the same is found.
 */
export async function knownAnalysis(output: string, sha256: string): Promise<Analysis | undefined> {
  try {
    const catalog = await openExisting(output);
    try {
      return (await catalog?.analyses([sha256]))?.get(sha256);
    } finally {
      await catalog?.close();
    }
  } catch (error) {
    if (error instanceof CatalogError) return undefined;
    throw error;
  }
}
