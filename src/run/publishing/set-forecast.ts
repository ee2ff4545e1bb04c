import type { Catalog } from '../../catalog/catalog.ts';
import type { AssetPlan } from '../../model/plan.ts';
import type { PublishedSets, SetChange } from '../../model/sets.ts';
import type { Candidate } from '../../sets/find-sets.ts';
import { setChanges, versionsOf } from '../../sets/set-changes.ts';
import type { Project } from '../project/project.ts';
import { candidateOf, listedCandidates, makesSets, projectSets } from './project-sets.ts';

type SetProject = Pick<Project, 'config' | 'profiles'>;

/** An asset as the manifest lists it after a run; undefined where it does not. */
function listedAfter({ path, master, published, gone, previous }: AssetPlan): Candidate | undefined {
  if (gone !== undefined || !published) return undefined;
  const facts = master?.facts ?? previous?.facts ?? null;
  const kind = facts?.kind ?? previous?.kind;
  return kind && candidateOf({ path, kind, facts });
}

/** Foresees the sets of the manifest after a run, from what is planned for each asset. */
export class SetForecast {
  readonly #project: SetProject;
  readonly #before: PublishedSets['versions'];
  readonly #assets: Map<string, Candidate>;

  private constructor(project: SetProject, before: PublishedSets['versions'], assets: Map<string, Candidate>) {
    this.#project = project;
    this.#before = before;
    this.#assets = assets;
  }

  /** Starts from what the manifest lists now. */
  static async open(project: SetProject, catalog: Pick<Catalog, 'assets' | 'fact'>): Promise<SetForecast> {
    const listed = await listedCandidates(project, catalog);
    const assets = new Map(listed.map((asset) => [asset.path, asset]));
    const { versions = {} } = (await catalog.fact('sets')) ?? {};
    return new SetForecast(project, versions, assets);
  }

  /** Notes what becomes of an asset. */
  note(plan: AssetPlan): void {
    if (!makesSets(this.#project)) return;
    const { path, movedFrom } = plan;
    if (movedFrom !== undefined) this.#assets.delete(movedFrom);
    const candidate = listedAfter(plan);
    if (candidate === undefined) this.#assets.delete(path);
    else this.#assets.set(path, candidate);
  }

  changes(): readonly SetChange[] {
    if (!makesSets(this.#project)) return setChanges(this.#before, {});
    return setChanges(this.#before, versionsOf(projectSets(this.#project, [...this.#assets.values()]).sets));
  }
}
