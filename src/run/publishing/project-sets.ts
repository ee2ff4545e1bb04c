import type { Catalog } from '../../catalog/catalog.ts';
import type { Facts } from '../../model/asset.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import { inManifest } from '../../model/manifest/manifest.ts';
import type { MediaSet, SetEntry, SetFinding, SetRule } from '../../model/sets.ts';
import { governing } from '../../profiles/match.ts';
import { declaredSet } from '../../profiles/sets/declared-set.ts';
import type { Candidate } from '../../sets/find-sets.ts';
import { gatherSets } from '../../sets/gather-sets.ts';
import { setEntry } from '../../sets/set-entry.ts';
import { digestOf } from '../../system/digest.ts';
import type { Project } from '../project/project.ts';

/** The sets of a library, in UTF-8 order of their paths, and what is wrong with some. */
export interface ProjectSets {
  /** The sets as derived; `sets` are their manifest entries. */
  readonly media: readonly MediaSet[];
  readonly sets: readonly SetEntry[];
  readonly findings: readonly SetFinding[];
}

type SetProject = Pick<Project, 'config' | 'profiles'>;

/** Tells whether anything in a project makes sets. */
export function makesSets({ config, profiles }: SetProject): boolean {
  return profiles.sets.size > 0 || config.folders.some(({ sets = [] }) => sets.length > 0);
}

/** Everything but assets that sets follow from, as one text. */
export function setRulesText({ config, profiles }: SetProject): string {
  const rules = [...profiles.setRules].map(([, { value }]) => value);
  const folders = config.folders.map(({ path, sets = null }) => ({ path, sets }));
  return JSON.stringify([rules, [...profiles.sets].map(([, { value }]) => value), folders]);
}

function sizeOf(facts: Facts | null): Pick<Candidate, 'width' | 'height'> {
  if (facts === null) return {};
  const { width, height } = facts;
  return { width, height };
}

/** An asset as a member of sets. */
export function candidateOf({ path, kind, facts }: Pick<AssetRecord, 'path' | 'kind' | 'facts'>): Candidate {
  return { path, kind, ...sizeOf(facts) };
}

/** The sets that the rules of a project make of assets, in any order. */
export function projectSets({ config, profiles }: SetProject, assets: readonly Candidate[]): ProjectSets {
  const rulesOf = (folder: string): readonly SetRule[] =>
    governing(config.folders, `${folder}/`).sets.flatMap(
      (name) => profiles.setRules.get(name.toLowerCase())?.value ?? [],
    );
  const declared = [...profiles.sets.values()].map(({ value }) => declaredSet(value));
  const { sets, findings } = gatherSets({ assets, rulesOf, declared });
  const byPath = new Map(sets.map((set) => [set.path, set]));
  const kinds = new Map(assets.map(({ path, kind }) => [path, kind]));
  const lookup = { kindAt: (path: string) => kinds.get(path), setAt: (path: string) => byPath.get(path) };
  const entries = sets.map((set) => setEntry(set, lookup));
  const versioned = entries.map((entry) => ({ ...entry, version: digestOf(JSON.stringify(entry)).slice(0, 8) }));
  return { media: sets, sets: versioned, findings };
}

/** The assets that the manifest lists, as members of sets. Reads the catalog only where something makes sets. */
export async function listedCandidates(
  project: SetProject,
  catalog: Pick<Catalog, 'assets'>,
): Promise<readonly Candidate[]> {
  if (!makesSets(project)) return [];
  const assets: Candidate[] = [];
  for await (const record of catalog.assets()) if (inManifest(record)) assets.push(candidateOf(record));
  return assets;
}

/** The sets of what the manifest lists. */
export async function catalogSets(project: SetProject, catalog: Pick<Catalog, 'assets'>): Promise<ProjectSets> {
  if (!makesSets(project)) return { media: [], sets: [], findings: [] };
  return projectSets(project, await listedCandidates(project, catalog));
}
