import { groupBy } from '../../base/group-by.ts';
import type { DeliveredFile } from '../../model/delivery.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import type { SetEntry } from '../../model/sets.ts';
import { idleFilters } from '../../plan/delivery/filter.ts';
import { selectAsset, selectSets } from '../../plan/delivery/select-files.ts';
import { governing, matchesAny } from '../../profiles/match.ts';
import { adviseOnGlob } from '../../profiles/unmatched.ts';
import type { PublishSettings } from '../../profiles/publish.ts';
import { shownAssets } from '../../sets/shown-assets.ts';
import type { Project } from '../project/project.ts';
import { findManifest, readManifest } from '../publishing/read-manifest.ts';

/** Globs of which each is to match something. */
class GlobUse {
  readonly #globs: readonly (readonly [glob: string])[];
  readonly #used = new Set<string>();

  constructor(globs: readonly string[]) {
    this.#globs = globs.map((glob) => [glob]);
  }

  note(path: string): void {
    for (const one of this.#globs) if (!this.#used.has(one[0]) && matchesAny(one, path)) this.#used.add(one[0]);
  }

  get idle(): readonly string[] {
    return this.#globs.map(([glob]) => glob).filter((glob) => !this.#used.has(glob));
  }
}

/** Requested assets of `publish: asked` folders: by globs now, by their paths before. */
export interface AskedAssets {
  readonly now: readonly string[];
  readonly before: ReadonlySet<string>;
}

/** The part of a manifest that a target gets. */
export interface Selection {
  readonly assets: readonly ManifestAsset[];
  readonly sets: readonly SetEntry[];
  /** Paths of sets of which members are not published. */
  readonly setsLeftOut: readonly string[];
  readonly files: readonly DeliveredFile[];
  /** Assets of `publish: asked` folders that were never requested. */
  readonly unasked: number;
  /** Assets that were requested, now or earlier. */
  readonly asked: readonly string[];
  /** Globs, of the target or asked for now, that match no asset of the manifest. */
  readonly idle: readonly string[];
  /** Advice on each of them, in the same order: what was probably meant. */
  readonly hints: readonly string[];
  /** Sentences about filters that name nothing, and about assets that go along with a set. */
  readonly notices: readonly string[];
}

/** The members of the sets that are asked for now, each with the path of one of those. */
async function goingAlong(manifest: string, now: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const sets = new Map<string, SetEntry>();
  if (now.length > 0)
    for await (const entry of readManifest(manifest)) if ('set' in entry) sets.set(entry.set.path, entry.set);
  const asked = [...sets.values()].filter(({ path }) => matchesAny(now, path));
  return new Map(asked.flatMap((set) => shownAssets(set, sets).map((path) => [path, set.path] as const)));
}

function alongNotices(along: ReadonlyMap<string, string>, went: readonly string[]): readonly string[] {
  const bySet = groupBy(went, (path) => along.get(path) ?? '');
  return bySet.map((paths) => `with the set ${along.get(paths[0] ?? '') ?? ''} go its members ${paths.join(', ')}`);
}

/** Advises on globs that match nothing of a manifest, which is read once more for that. */
async function adviseOn(idle: readonly string[], manifest: string): Promise<readonly string[]> {
  if (idle.length === 0) return [];
  const paths: string[] = [];
  for await (const entry of readManifest(manifest)) paths.push('set' in entry ? entry.set.path : entry.asset.path);
  return idle.map((glob) => adviseOnGlob(glob, paths));
}

/** Reads the manifest of an output and picks what a target gets. Throws UsageError FILE_UNREADABLE. */
export async function selectFor(
  settings: PublishSettings,
  { config, output }: Pick<Project, 'config' | 'output'>,
  { now, before }: AskedAssets,
): Promise<Selection> {
  const [assets, files, sets, asked]: [ManifestAsset[], DeliveredFile[], SetEntry[], string[]] = [[], [], [], []];
  const { include = [], exclude = [], filters = [] } = settings;
  const renditions = new Set<string>();
  const use = new GlobUse([...include, ...exclude, ...now]);
  const manifest = await findManifest(output);
  const along = await goingAlong(manifest, now);
  const went: string[] = [];
  let unasked = 0;
  const isWanted = (path: string): boolean => {
    if (governing(config.folders, path).publish !== 'asked') return true;
    const isAsked = before.has(path) || matchesAny(now, path);
    const wanted = isAsked || along.has(path);
    if (wanted && !isAsked) went.push(path);
    if (wanted) asked.push(path);
    else unasked += 1;
    return wanted;
  };
  for await (const entry of readManifest(manifest)) {
    if ('set' in entry) {
      use.note(entry.set.path);
      sets.push(entry.set);
    } else {
      use.note(entry.asset.path);
      for (const { name } of entry.asset.renditions) renditions.add(name.toLowerCase());
      const selected = isWanted(entry.asset.path) ? selectAsset(entry.asset, settings) : undefined;
      if (!selected) continue;
      assets.push(selected.asset);
      files.push(...selected.files);
    }
  }
  const shown = selectSets(sets, new Set(assets.map(({ path }) => path)));
  const there = new Set(shown);
  const setsLeftOut = sets.filter((set) => !there.has(set)).map(({ path }) => path);
  return {
    assets,
    sets: shown,
    setsLeftOut,
    files,
    unasked,
    asked,
    idle: use.idle,
    hints: await adviseOn(use.idle, manifest),
    notices: [...idleFilters(filters, renditions), ...alongNotices(along, went)],
  };
}
