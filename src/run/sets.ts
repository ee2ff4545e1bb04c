import type { SetEntry, SetFinding } from '../model/sets.ts';
import { openReadOnly } from './project/runtime.ts';
import { catalogSets } from './publishing/project-sets.ts';
import type { Request } from './request.ts';

/** The sets of a project as its assets stand in the catalog. */
export interface SetsView {
  /** In UTF-8 order of their paths. */
  readonly sets: readonly SetEntry[];
  readonly findings: readonly SetFinding[];
}

/** Derives the sets of the project; nothing is walked and nothing written. Throws ProfileError, CatalogError. */
export async function sets(request: Request): Promise<SetsView> {
  const { project, catalog } = await openReadOnly(request);
  try {
    return await catalogSets(project, catalog);
  } finally {
    await catalog.close();
  }
}
