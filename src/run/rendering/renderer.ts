import type { Catalog } from '../../catalog/catalog.ts';
import { type Original, originalBeside } from '../../layout/original.ts';
import { namesPaths } from '../../layout/path-needs.ts';
import type { Analysis } from '../../model/analysis.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import { CatalogError, DmxError, errorFrom, UsageError } from '../../model/errors.ts';
import type { Examination } from '../../model/jobs/job.ts';
import { isWhole, partOf } from '../../model/recipe/master-part.ts';
import type { Places, SourceFile } from '../../model/place.ts';
import type { Outcome } from '../../model/jobs/outcome.ts';
import type { Proposal } from '../../plan/estimate/image-cost.ts';
import { limitsOf, replyBeyond } from '../../plan/limits.ts';
import { findPreset } from '../../profiles/library.ts';
import { loadLibrary, type LoadedLibrary } from '../project/load-config.ts';
import { outputOf } from '../project/project.ts';
import { isKnown } from '../planning/examine.ts';
import { libraryOf, openExisting, openPlaces, openRuntime, type ReadRuntime } from '../project/runtime.ts';
import { settingsOf } from '../project/settings.ts';
import type { Request, RunContext } from '../request.ts';
import { type Known, knownAssets } from '../project/unknown-asset.ts';
import { AssetLookup } from './asset-lookup.ts';
import { JobRunner } from './job-runner.ts';
import { MadePicture } from './made-picture.ts';
import { ReadFiles } from './read-files.ts';
import { orderOf, type PictureOrder, type RenderWish } from './order.ts';
import { proposePicture } from './propose-picture.ts';
import type { RenderTarget } from './target.ts';

/** Which file a picture is made from; `auto`: the pyramid where the master is gone. */
export type RenderSource = 'master' | 'pyramid' | 'auto';

/** A pyramid holds neither the paths that its master brings along nor other pages than its own. */
function refusePyramid({ order: { recipe } }: PictureOrder, { pyramid, given }: RenderTarget): void {
  if (pyramid && !isWhole(partOf(recipe.master))) {
    throw new UsageError('OPTION_CONFLICT', 'expected a master for `page`, got its pyramid', {
      place: given,
      hint: 'Render from the master, or leave `page` away.',
    });
  }
  if (pyramid?.losesPaths !== true || recipe.kind !== 'picture' || !namesPaths(recipe)) return;
  throw new UsageError('OPTION_CONFLICT', 'expected a master for commands about its paths, got its pyramid', {
    place: given,
    hint: 'Render from the master, or leave cropPathE, clipPathE, clipXPathE and pathEmbed away.',
  });
}

/** The picture that an order is about, beside those that it names. Throws RenditionError where it has no such page. */
function originalOf({ order: { recipe } }: PictureOrder, { facts, references }: Proposal, given: string): Original {
  try {
    return originalBeside(recipe, facts, references);
  } catch (error) {
    throw error instanceof DmxError ? errorFrom(error.toData(), given) : error;
  }
}

/** Tells warnings about an asset. */
function warn(messages: readonly string[], asset: string, { emit }: RunContext): void {
  for (const message of messages) emit({ type: 'notice', level: 'warning', message, hint: '', asset });
}

/**
 * The things that are kept open to render and to look: settings and profiles as they were when it was opened, the catalog, workers
 * within one budget, scratch. Calls may be made side by side. Nothing of the output is written and no lock taken.
 */
export class Renderer {
  readonly loaded: LoadedLibrary;
  /** Absolute; it need not be there. */
  readonly output: string;
  readonly #request: Request;
  #catalog: Promise<Catalog | undefined> | undefined;
  #jobs: JobRunner | undefined;
  readonly #read = new ReadFiles();

  private constructor(request: Request, loaded: LoadedLibrary) {
    this.#request = request;
    this.loaded = loaded;
    this.output = outputOf(request, this.loaded.config, this.loaded.configFile);
  }

  /** Reads dmx.yaml, profiles and presets. Throws UsageError, ProfileError. */
  static async open(request: Request): Promise<Renderer> {
    return new Renderer(request, await loadLibrary(request));
  }

  /** Jobs that run side by side at most. */
  get width(): number {
    return this.#runner.width;
  }

  /** Opens the look-up of asset names. Throws CatalogError where the library is known only from the catalog. */
  async lookup(): Promise<AssetLookup> {
    const library = await libraryOf(this.loaded, this.output, () => this.#openCatalog());
    return this.#lookupIn(library);
  }

  /**
   * The project with what keeps its renditions, to look at; to be closed with this. Throws UsageError, CatalogError.
   */
  runtime(): Promise<ReadRuntime> {
    return openRuntime(this.#request, this.loaded, () => this.#openCatalog());
  }

  /**
   * The target that `asset` or `asset:Crop` is rendered from. Throws UsageError (ASSET_UNKNOWN, RENDITION_UNKNOWN),
   * CatalogError.
   */
  async target(asset: string, from: RenderSource, call: RunContext): Promise<RenderTarget> {
    const lookup = await this.lookup();
    if (from === 'pyramid') return lookup.pyramid(asset);
    try {
      return await lookup.master(asset);
    } catch (error) {
      const found = from === 'auto' ? await lookup.pyramid(asset).catch(() => undefined) : undefined;
      if (found === undefined) throw error;
      warn([`the master of ${asset} is gone: rendered from its pyramid`], asset, call);
      return found;
    }
  }

  /**
   * Renders one picture by the same plan, job and engine as ingest, so with the same bytes, and hands it to `take`; its file
   * is gone when that has ended. Throws DmxErrors, Cancelled where the call was aborted.
   */
  async render<T>(
    target: RenderTarget,
    wish: RenderWish,
    call: RunContext,
    take: (picture: MadePicture) => Promise<T>,
  ): Promise<T> {
    const { given } = target;
    const limits = limitsOf(this.loaded.config);
    const asked = orderOf(target, wish, this.loaded);
    warn(asked.skipped, given, call);
    refusePyramid(asked, target);
    const proposal = await proposePicture(target, asked, {
      loaded: this.loaded,
      limits,
      examine: (file, places) => this.examine(file, places, call),
      analysisOf: (sha256) => this.#analysisOf(sha256),
      warn: (messages) => warn(messages, given, call),
    });
    const original = originalOf(asked, proposal, given);
    const beyond = wish.modifiers === undefined ? undefined : replyBeyond(asked.order.recipe, original, limits);
    if (beyond !== undefined) throw errorFrom(beyond.toData(), given);
    return this.make(proposal, target.places, call, ({ result, error }) => {
      const failed = error ?? result?.failures[0];
      if (failed !== undefined) throw errorFrom(failed, given);
      warn(result?.warnings ?? [], given, call);
      const [artefact] = result?.artefacts ?? [];
      if (artefact === undefined) throw new Error(`expected a picture of ${given}, got none`);
      return take(new MadePicture(target, asked.declared, artefact));
    });
  }

  /**
   * Digest, kind and facts of a file: as the catalog knows them, or as they were read before, where it is as it was, else read. Throws Cancelled,
   * CatalogError.
   */
  async examine(file: SourceFile, places: Places, call: RunContext): Promise<Examination> {
    const recalled = await this.#recalled(file, places);
    return recalled ?? this.#read.examine(file, places, () => this.#runner.examine(file, places, call));
  }

  /** Does one job; see `JobRunner.make`. */
  make<T>(
    proposal: Proposal,
    places: Places,
    call: RunContext,
    take: (made: Pick<Outcome, 'result' | 'error'>) => Promise<T>,
  ): Promise<T> {
    return this.#runner.make(proposal, places, call, take);
  }

  /** Ends the calls in hand, the workers and the catalog. */
  async close(): Promise<void> {
    await this.#jobs?.close();
    await (await this.#catalog?.catch(() => undefined))?.close();
  }

  /** No worker is started before there is work for it. */
  get #runner(): JobRunner {
    return (this.#jobs ??= new JobRunner(settingsOf(this.#request, this.loaded)));
  }

  #lookupIn(library: string | undefined): AssetLookup {
    const { cwd } = this.#request;
    const recall = (path: string): Promise<AssetRecord | undefined> => this.#record(path);
    const hasPreset = (name: string): boolean => findPreset(this.loaded.profiles, name) !== undefined;
    const known = async (): Promise<Known> => knownAssets(await this.#openCatalog());
    return new AssetLookup({ cwd, library, output: this.output, recall, known, hasPreset });
  }

  /** Opens the catalog once; while there is none yet, each call looks again. */
  #openCatalog(): Promise<Catalog | undefined> {
    if (this.#catalog !== undefined) return this.#catalog;
    const opening = openExisting(this.output);
    const forget = (): void => {
      if (this.#catalog === opening) this.#catalog = undefined;
    };
    this.#catalog = opening;
    opening.then((catalog) => catalog ?? forget(), forget);
    return opening;
  }

  async #recalled({ from, path }: SourceFile, places: Places): Promise<Examination | undefined> {
    const record = from === 'library' ? await this.#record(path.normalize('NFC')) : undefined;
    if (record === undefined || record.facts === null) return undefined;
    const stat = await openPlaces(places).library.stat(path);
    if (stat === undefined || !isKnown(record, stat, false)) return undefined;
    const { sha256, mime, facts } = record;
    return { sha256, mime, facts, stat };
  }

  async #record(path: string): Promise<AssetRecord | undefined> {
    return (await this.#openCatalog())?.asset(path);
  }

  /**
   * Nothing known, or nothing that can be read: then the subject is looked for in the pixels, and the same is found.
   */
  async #analysisOf(sha256: string): Promise<Analysis | undefined> {
    try {
      return (await (await this.#openCatalog())?.analyses([sha256]))?.get(sha256);
    } catch (error) {
      if (error instanceof CatalogError) return undefined;
      throw error;
    }
  }
}
