import type { SetEntry, SetFinding } from '../model/sets.ts';
import type { Project } from './project/project.ts';
import { withReadOnly } from './project/runtime.ts';
import { catalogSets } from './publishing/project-sets.ts';
import type { Request } from './request.ts';

/** The sets of a project as its assets stand in the catalog. */
export interface SetsView {
  /** In UTF-8 order of their paths. */
  readonly sets: readonly SetEntry[];
  readonly findings: readonly SetFinding[];
  /** Names of the rules that no folder of dmx.yaml names: they make no sets. */
  readonly idleRules: readonly string[];
}

function idleRules({ config, profiles }: Pick<Project, 'config' | 'profiles'>): readonly string[] {
  const used = new Set(config.folders.flatMap(({ sets: names = [] }) => names.map((name) => name.toLowerCase())));
  return [...profiles.setRules].flatMap(([key, { value }]) => (used.has(key) ? [] : [value.name]));
}

/** Derives the sets of the project; nothing is walked and nothing written. Throws ProfileError, CatalogError. */
export function sets(request: Request): Promise<SetsView> {
  return withReadOnly(request, async ({ project, catalog }) => ({
    ...(await catalogSets(project, catalog)),
    idleRules: idleRules(project),
  }));
}
