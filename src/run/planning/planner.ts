import { digestOf } from '../../system/digest.ts';
import { digestOfFonts } from '../../system/fonts/drawing-fonts.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import type { MediaKind } from '../../model/asset.ts';
import type { MasterLimits } from '../../model/master-limits.ts';
import { kindOf } from '../../model/formats/master-formats.ts';
import { engineVersion } from '../../model/engine-version.ts';
import type { FoundImage } from '../../model/recipe/referenced-image.ts';
import type { AssetPlan } from '../../model/plan.ts';
import type { RenditionOrder } from '../../model/rendition.ts';
import { compareAsset, compareGone } from '../../plan/compare.ts';
import type { CompareInput, CompareRules } from '../../plan/compare-input.ts';
import { findImageProfile, findVideoProfile } from '../../profiles/library.ts';
import { expandVideo } from '../../plan/video/expand-video.ts';
import { asksClips, withMoving } from '../../plan/video/expand-moving.ts';
import { fitVideo } from '../../plan/video/fit-video.ts';
import { appliesTo, expand, SMALL_MASTER_WARNING } from '../../plan/expand.ts';
import { withAlternates } from '../../plan/alternates/alternates.ts';
import { layPaths } from '../../plan/paths/naming.ts';
import { OutputPaths } from '../../plan/paths/output-paths.ts';
import { takesPreview, withRawPreview } from '../../plan/raw-preview.ts';
import { withSourceProfile } from '../../plan/source-profile.ts';
import { override, type Overridden } from '../../plan/override.ts';
import { selectPlan, withoutClips } from '../../plan/select.ts';
import { lookedFor, standIn, type StandInSettings } from '../../plan/stand-ins.ts';
import { fillDrawings } from '../../plan/fill-drawings.ts';
import type { RequestSettings } from '../../serving/drawing-requests.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Candidate, Gone } from './candidate.ts';
import { asksMore, findAsked, requestSettings } from './find-named.ts';
import type { ReferenceFinder } from './find-references.ts';
import { limitsOf, masterBeyond } from '../../plan/limits.ts';
import type { Project } from '../project/project.ts';
import type { Selection } from '../request.ts';
import type { Settings } from '../project/settings.ts';

export type EncoderVersions = Readonly<Record<string, string>>;

export interface PlannerOptions {
  readonly project: Project;
  readonly settings: Settings;
  readonly select: Selection | undefined;
  readonly storage: Storage;
  /** See Installation.encoderVersions: of engines that need no programs; undefined = not known. */
  readonly encoderVersions: EncoderVersions | undefined;
  /** Versions of the programs, for engines that run some: read only when there is a clip. */
  readonly programVersions: () => Promise<EncoderVersions | undefined>;
  readonly caseBlind: boolean;
  /** Tells whether a master that this run judges has an asset path. */
  readonly isAsset: (path: string) => boolean;
  /** Finds the referenced images of recipes. */
  readonly references: ReferenceFinder;
}

/** A candidate with what the catalog knows of it. */
export interface CandidateWithRecord {
  readonly candidate: Candidate;
  readonly previous?: AssetRecord | undefined;
}

/** The plan of a candidate, and what it can be computed from again. */
export interface PlannedCandidate {
  readonly plan: AssetPlan;
  readonly known: CandidateWithRecord;
}

/** Files of an asset by their paths, and pictures that its recipes name beside it. */
interface FoundBeside {
  readonly files: ReadonlyMap<string, number>;
  readonly references: ReadonlyMap<string, FoundImage>;
}

/** Plans candidates by the project's profiles. Each profile is expanded once. */
export class Planner {
  readonly rules: CompareRules;
  readonly #options: PlannerOptions;
  readonly #orders = new Map<string, readonly RenditionOrder[]>();
  /** Objects that the orders of each profile name beside the master. */
  readonly #objects = new Map<string, readonly string[]>();
  readonly #requests: RequestSettings;
  #encoderVersions: EncoderVersions | undefined;
  #programVersions: Promise<EncoderVersions | undefined> | undefined;
  readonly #paths: OutputPaths;

  constructor(options: PlannerOptions) {
    const { settings, project, encoderVersions, caseBlind, isAsset, select } = options;
    this.#options = options;
    this.#requests = requestSettings(project);
    this.#encoderVersions = encoderVersions;
    this.#paths = new OutputPaths({ naming: project.config.naming, caseBlind, output: project.output, isAsset });
    let drawingFonts: string | undefined;
    this.rules = {
      digest: digestOf,
      pathOf: layPaths(project.config.naming),
      profileOf: (name) => project.profileFinder.find(name),
      fontOf: (name) => project.fontFinder.find(name),
      drawingFonts: () => (drawingFonts ??= digestOfFonts(settings.fontPlaces)),
      engineVersionOf: (order) => this.#encoderVersions && engineVersion(this.#encoderVersions, order),
      force: settings.force,
      forceBefore: settings.forceBefore,
      newOnly: settings.newOnly,
      trustCatalog: settings.trustCatalog,
      remakeStale: select?.stale === true,
      acceptEngine: settings.acceptEngine,
      retryFailed: select?.failed === true,
    };
  }

  /**
   * The orders of a profile for every asset of a kind that it governs; none for `null` and names that are no such
   * profile.
   */
  orders(kind: MediaKind, profile: string | null): readonly RenditionOrder[] {
    if (profile === null) return [];
    const key = `${kind} ${profile}`;
    const known = this.#orders.get(key);
    if (known !== undefined) return known;
    const orders = this.#expand(kind, profile);
    this.#orders.set(key, orders);
    return orders;
  }

  #expand(kind: MediaKind, name: string): readonly RenditionOrder[] {
    const { profiles, config } = this.#options.project;
    if (kind === 'image') {
      const profile = findImageProfile(profiles, name);
      return profile === undefined ? [] : expand(profile, profiles, config);
    }
    const profile = findVideoProfile(profiles, name);
    return profile === undefined ? [] : expandVideo(profile, profiles, config);
  }

  /** The versions that the engines of clips write into records, once it is needed. */
  async #learnPrograms(known: readonly CandidateWithRecord[]): Promise<void> {
    if (this.#programVersions !== undefined || !known.some(({ candidate }) => this.#mayNeedPrograms(candidate))) return;
    this.#programVersions = this.#options.programVersions();
    this.#encoderVersions = { ...this.#encoderVersions, ...(await this.#programVersions) };
  }

  /** Tells whether a candidate is a clip, or moves and may be made one. */
  #mayNeedPrograms({ master, profile }: Candidate): boolean {
    if (kindOf(master) === 'video') return true;
    const { facts } = master;
    return facts?.kind === 'image' && facts.pages > 1 && this.orders('image', profile).some(asksClips);
  }

  /** Tells whether the paths of two assets can meet. */
  get pathsMeet(): boolean {
    return this.#paths.canMeet;
  }

  /** The engine texts of today, of engines that need no programs; undefined = not known. */
  get encoderVersions(): EncoderVersions | undefined {
    return this.#options.encoderVersions;
  }

  /** Tells whether recipes of a profile of pictures name any beside the master. */
  namesObjects(profile: string | null): boolean {
    return profile !== null && this.#objectsOf(profile).length > 0;
  }

  /** Leaves assets that the run does not judge what they own: to be called before the first `plan`. */
  async reserve(others: AsyncIterable<AssetRecord>): Promise<void> {
    if (!this.#paths.canMeet) return;
    for await (const record of others) this.#paths.reserve(record, this.orders(record.kind, record.profile));
  }

  /** The plans of candidates in the order given. Call it once for each in UTF-8 order: earlier ones own their paths. */
  async plan(known: readonly CandidateWithRecord[]): Promise<readonly PlannedCandidate[]> {
    await this.#learnPrograms(known);
    const files = await this.#files(known);
    const references = await Promise.all(known.map(async ({ candidate }) => this.#references(candidate)));
    return known.flatMap((one, i) => {
      const { candidate, previous } = one;
      const input = this.#input(candidate, previous, { files, references: references[i] ?? NOTHING });
      const compared = compareAsset(input, this.rules);
      const { select, settings } = this.#options;
      const plan = settings.video ? compared : withoutClips(compared);
      const selected = select === undefined ? plan : selectPlan(plan, select);
      return selected === undefined ? [] : [{ plan: selected, known: one }];
    });
  }

  /** The plan of a vanished asset; none where only some of the catalogued assets were selected. */
  planGone(gone: Gone, previous: AssetRecord): readonly AssetPlan[] {
    const { select } = this.#options;
    if (select !== undefined && Object.keys(select).length > 0) return [];
    return [compareGone(previous, gone.reason)];
  }

  /** Objects that the recipes for an asset name beside it. */
  async #references({ path, master, profile }: Candidate): Promise<ReadonlyMap<string, FoundImage>> {
    if (profile === null || kindOf(master) === 'video') return NOTHING;
    const objects = this.#objectsOf(profile);
    const finder = this.#options.references;
    const found = objects.length === 0 ? NOTHING : await finder.find(objects, path);
    if (!asksMore(master, found)) return found;
    return findAsked(this.orders('image', profile), { path, ...master }, found, { finder, settings: this.#requests });
  }

  #objectsOf(profile: string): readonly string[] {
    const known = this.#objects.get(profile);
    const { server } = this.#options.project.config;
    const objects = known ?? namedIn(this.orders('image', profile), server);
    if (known === undefined) this.#objects.set(profile, objects);
    return objects;
  }

  async #files(known: readonly CandidateWithRecord[]): Promise<ReadonlyMap<string, number>> {
    if (this.rules.trustCatalog) return new Map();
    const paths = known.flatMap(({ previous }) => (previous?.renditions ?? []).map(({ path }) => path));
    const sizes = await this.#options.storage.sizes(paths);
    return new Map(paths.flatMap((path, i) => (sizes[i] === undefined ? [] : [[path, sizes[i]] as const])));
  }

  #input(candidate: Candidate, previous: AssetRecord | undefined, found: FoundBeside): CompareInput {
    const { files } = found;
    const { path, master, profile, published, keptFrom } = candidate;
    const all = this.orders(kindOf(master), profile);
    const limits = limitsOf(this.#options.project.config);
    const { orders: fitting, warnings: unfit = [], leftOut = [] } = fit(all, candidate, limits);
    const { orders: told, warnings: unheard, setAside } = this.#override(candidate, fitting);
    const { server } = this.#options.project.config;
    const { orders: there, warnings: absent } = standIn(told, found.references, server);
    const drawn = fillDrawings(there, { path, ...master }, found.references, this.#requests);
    const { orders: made, found: references, warnings: empty } = drawn;
    const own = withMoving(made, { facts: master.facts, bytes: master.stat.bytes, server });
    const orders = withAlternates(own, { facts: master.facts, references: [...references.values()], server });
    const tooMany = masterBeyond(master.facts, limits);
    const { refused, previous: left, lost } = this.#paths.take(path, orders, previous);
    const errors = [...candidate.errors, ...[tooMany, refused].flatMap((error) => error?.toData() ?? [])];
    const warnings = [...candidate.warnings, ...unfit, ...unheard, ...absent, ...empty];
    const known = { path, master, profile, published, previous: left, lost, keptFrom };
    return {
      ...known,
      orders,
      leftOut,
      setAside,
      files,
      references,
      errors,
      warnings,
      ...this.#manifestFields(candidate),
    };
  }

  /** The fields that the manifest is to have of a candidate beside its renditions, by its profile and dmx.yaml. */
  #manifestFields({ listing, profile: name, master }: Candidate): ManifestFields {
    const { profiles, config } = this.#options.project;
    const smartTags = config.smartTags || undefined;
    if (name === null || master.facts === null) return { listing, smartTags };
    if (master.facts.kind === 'video') return { listing, smartTags };
    const profile = findImageProfile(profiles, name);
    const { page, placeholder = [] } = profile ?? {};
    // A drawing without its pictures looks like no rendition of it.
    const placeholders = master.facts.requests ? [] : placeholder;
    const preview = takesPreview(master.facts, profile) ? ({ rawPreview: true } as const) : {};
    return { listing: { ...listing, ...(page && { page }) }, placeholders, smartTags, ...preview };
  }

  /** Overrides of people take precedence over detection, where the profile's strategy detects at all. */
  #override({ overrides, master: { facts }, profile: name }: Candidate, orders: readonly RenditionOrder[]): Overridden {
    const profile = name === null ? undefined : findImageProfile(this.#options.project.profiles, name);
    const { server } = this.#options.project.config;
    const own = withRawPreview(withSourceProfile(orders, facts, server), facts, profile);
    return override({ profile, orders: own, overrides, facts });
  }
}

/** The fields that the manifest is to have, as a profile says them. */
type ManifestFields = Pick<CompareInput, 'listing' | 'placeholders' | 'rawPreview' | 'smartTags'>;

const NOTHING: ReadonlyMap<string, FoundImage> = new Map();

/** Objects that the recipes of orders name, or that may take their place, each once. */
function namedIn(orders: readonly RenditionOrder[], settings: StandInSettings): readonly string[] {
  return [...new Set(orders.flatMap(({ recipe }) => lookedFor(recipe, settings)))];
}

interface Fitting {
  readonly orders: readonly RenditionOrder[];
  readonly warnings?: readonly string[];
  readonly leftOut?: readonly string[];
}

/** The orders that are possible for a master, and warnings about the others. */
function fit(
  all: readonly RenditionOrder[],
  { path, master: { facts, stat, sidecars }, listing: { swatches } }: Candidate,
  { maxtracks }: MasterLimits,
): Fitting {
  if (facts === null) return { orders: all };
  if (facts.kind === 'video') return fitVideo(all, facts, { path, bytes: stat.bytes, sidecars, maxtracks, swatches });
  const orders = all.filter((order) => appliesTo(order, facts));
  return { orders, warnings: orders.length < all.length ? [SMALL_MASTER_WARNING] : [] };
}
