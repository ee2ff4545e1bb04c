import { createHash } from 'node:crypto';
import type { AssetRecord } from '../model/catalog-record.ts';
import type { AssetPlan, PlannedMaster } from '../model/plan.ts';
import type { RenditionOrder } from '../model/rendition.ts';
import { Claims, collision } from '../plan/collisions.ts';
import { compareAsset, compareGone, type CompareInput, type CompareRules } from '../plan/compare.ts';
import { findImageProfile } from '../profiles/library.ts';
import { appliesTo, expand, smallMasterWarning } from '../plan/expand.ts';
import { storagePath } from '../plan/naming.ts';
import { selectPlan } from '../plan/select.ts';
import type { Storage } from '../storage/storage.ts';
import type { Candidate, Gone, Todo } from './candidate.ts';
import { tooManyPixels } from './pixel-limit.ts';
import type { Project } from './project.ts';
import type { Selection } from './request.ts';
import type { Settings } from './settings.ts';

export interface PlannerOptions {
  readonly project: Project;
  readonly settings: Settings;
  readonly select: Selection | undefined;
  readonly storage: Storage;
  /** Engine texts by extension, see Engine.stamps; undefined = not known. */
  readonly stamps: Readonly<Record<string, string>> | undefined;
  readonly caseBlind: boolean;
}

/** A candidate with what the catalog knows of it. */
export interface Known {
  readonly candidate: Candidate;
  readonly previous?: AssetRecord | undefined;
}

/** A plan with what it can be computed from again. */
export interface Planned {
  readonly plan: AssetPlan;
  readonly todo: Todo;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Key of `Engine.stamps` for what an order makes. */
function stampKey({ role, extension }: RenditionOrder): string {
  return role === 'pyramid' ? 'pyramid' : extension;
}

/** Plans candidates by the project's profiles. Each profile is expanded once. */
export class Planner {
  readonly rules: CompareRules;
  readonly #options: PlannerOptions;
  readonly #orders = new Map<string | null, readonly RenditionOrder[]>();
  readonly #claims: Claims;
  /** Names that are unique for each asset path by themselves need no claim of every file. */
  readonly #claimFolders: boolean;

  constructor(options: PlannerOptions) {
    const { settings, project, stamps, caseBlind, select } = options;
    this.#options = options;
    this.#claims = new Claims({ caseBlind });
    this.#claimFolders = project.config.naming.startsWith('{path}/');
    this.rules = {
      digest,
      pathOf: (asset, order, print) => storagePath(project.config.naming, asset, order, print),
      stampOf: (order) => stamps?.[stampKey(order)],
      force: settings.force,
      forceBefore: settings.forceBefore,
      newOnly: settings.newOnly,
      trustCatalog: settings.trustCatalog,
      remakeStale: select?.stale === true,
      acceptEngine: settings.acceptEngine,
      retryFailed: select?.failed === true,
    };
  }

  /** What a profile asks of every asset it governs; none for `null`, for clips and for names that are no image profile. */
  orders(profile: string | null): readonly RenditionOrder[] {
    const known = this.#orders.get(profile);
    if (known !== undefined) return known;
    const { profiles, config } = this.#options.project;
    const found = profile === null ? undefined : findImageProfile(profiles, profile);
    const orders =
      found === undefined ? [] : expand(found, profiles, { server: config.server, metadata: config.metadata });
    this.#orders.set(profile, orders);
    return orders;
  }

  /** The plans of candidates in the order given. Call it once for each in UTF-8 order: earlier ones own their paths. */
  async plan(known: readonly Known[]): Promise<readonly Planned[]> {
    const files = await this.#files(known);
    return known.flatMap(({ candidate, previous }) => {
      const plan = compareAsset(this.#input(candidate, previous, files), this.rules);
      const { select } = this.#options;
      const selected = select === undefined ? plan : selectPlan(plan, select);
      return selected === undefined ? [] : [{ plan: selected, todo: { candidate } }];
    });
  }

  /** The plan of an asset that is gone; none where only some of the catalogued assets were selected. */
  planGone(gone: Gone, previous: AssetRecord): readonly Planned[] {
    const { select } = this.#options;
    if (select !== undefined && Object.keys(select).length > 0) return [];
    return [{ plan: compareGone(previous, gone.reason), todo: { gone } }];
  }

  async #files(known: readonly Known[]): Promise<ReadonlyMap<string, number>> {
    if (this.rules.trustCatalog) return new Map();
    const paths = known.flatMap(({ previous }) => (previous?.renditions ?? []).map(({ path }) => path));
    const sizes = await this.#options.storage.sizes(paths);
    return new Map(paths.flatMap((path, i) => (sizes[i] === undefined ? [] : [[path, sizes[i]] as const])));
  }

  #input(candidate: Candidate, previous: AssetRecord | undefined, files: ReadonlyMap<string, number>): CompareInput {
    const { path, master, profile, published, keptFrom } = candidate;
    const all = this.#asked(candidate);
    const orders = all.filter((order) => master.facts === null || appliesTo(order, master.facts));
    const small = orders.length < all.length && master.facts !== null ? [smallMasterWarning(master.facts)] : [];
    const tooMany = tooManyPixels(master.facts, this.#options.project.config.maxpixels);
    const errors = [...candidate.errors, ...(tooMany ? [tooMany.toData()] : []), ...this.#collisions(path, orders)];
    const warnings = [...candidate.warnings, ...small];
    return { path, master, profile, published, orders, previous, files, errors, warnings, keptFrom };
  }

  #asked({ master, profile }: Candidate): readonly RenditionOrder[] {
    return isClip(master) ? [] : this.orders(profile);
  }

  #collisions(path: string, orders: readonly RenditionOrder[]): Candidate['errors'] {
    const paths = this.#claimFolders ? [path] : orders.map((order) => this.rules.pathOf(path, order, ''));
    const holder = this.#claims.claim(path, paths);
    return holder === undefined || holder === path ? [] : [collision(path, holder).toData()];
  }
}

function isClip({ mime }: PlannedMaster): boolean {
  return mime.startsWith('video/');
}
