import type { Catalog } from '../../catalog/catalog.ts';
import { DmxError } from '../../model/errors.ts';
import { ancestors } from '../../plan/paths/collisions.ts';
import type { Storage } from '../../storage/storage.ts';

interface Ports {
  readonly catalog: Catalog;
  readonly storage: Storage;
}

/**
 * Stores something at a path; where a file of ours lies in place of one of its folders, that goes first. Its asset is gone
 * or has another path by now: the plan gives nobody a folder that is another one's file. Files of others stay, and fail it.
 */
export async function commitClearingPath(path: string, store: () => Promise<void>, ports: Ports): Promise<void> {
  try {
    await store();
  } catch (error) {
    if (!(error instanceof DmxError && error.code === 'STORAGE_DENIED')) throw error;
    if ((await ports.storage.remove(await inTheWay(path, ports))).length === 0) throw error;
    await store();
  }
}

/** The paths that the catalog knows, or knew, to be files of ours where a path needs folders. */
async function inTheWay(path: string, { catalog }: Ports): Promise<readonly string[]> {
  const folders = new Set(ancestors(path));
  const found = (await catalog.sweepList()).map(({ path: left }) => left).filter((one) => folders.has(one));
  for await (const { renditions } of catalog.assets()) {
    found.push(...renditions.map((one) => one.path).filter((one) => folders.has(one)));
  }
  return found;
}
