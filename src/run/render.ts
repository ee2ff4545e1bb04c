import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { Cancelled, DmxError, SourceError, UsageError, type ErrorData } from '../model/errors.ts';
import type { Analysis } from '../model/analysis.ts';
import type { Facts, ImageFacts, MasterStat } from '../model/asset.ts';
import type { Artefact, Examination, Job } from '../model/job.ts';
import type { Recipe } from '../model/recipe.ts';
import { NO_COUNTS } from '../model/run.ts';
import { type Proposal } from '../plan/estimate/image-cost.ts';
import type { Workers } from '../schedule/workers.ts';
import { schedule } from '../schedule/schedule.ts';
import { outputSize } from '../layout/composite.ts';
import { namesPaths } from '../layout/path-needs.ts';
import { referencesOf, smartCropOf } from '../model/recipe-tree.ts';
import { storageError } from '../system/storage-error.ts';
import { writeAside } from '../system/write-aside.ts';
import { loadLibrary, type LoadedLibrary } from './project/load-config.ts';
import { outputOf } from './project/project.ts';
import { absoluteReferences } from './work/propose-job.ts';
import { ReferenceFinder } from './planning/find-references.ts';
import { knownAnalysis } from './rendering/known-analysis.ts';
import { tooManyPixels } from './planning/pixel-limit.ts';
import { orderOf, type RenderWish } from './rendering/order.ts';
import { overrideTarget } from './rendering/crop-override.ts';
import { findPyramid } from './rendering/pyramid-target.ts';
import { findTarget, type RenderTarget } from './rendering/target.ts';
import type { Request, RunContext, RunOutcome } from './request.ts';
import { type Resources, openPool } from './work/open-pool.ts';
import { libraryFor } from './project/runtime.ts';
import { settingsOf } from './project/settings.ts';
import { admit, limitJob, roomFor, weighJob } from '../plan/estimate/admit.ts';

export interface RenderOptions extends RenderWish {
  readonly assets: readonly string[];
  /** A file, or `-` for the bytes themselves; absent = `<stem>-<preset>.<ext>` in the working directory. */
  readonly to?: string;
  readonly from: 'master' | 'pyramid' | 'auto';
}

/** One picture rendered: a file, or its bytes where those were asked for. */
export interface RenderedFile {
  readonly asset: string;
  /** Absolute; '-' with `bytes`. */
  readonly path: string;
  readonly bytes: Buffer | null;
}

interface RenderSession extends Resources {
  readonly request: Request;
  readonly options: RenderOptions;
  readonly context: RunContext;
  readonly loaded: LoadedLibrary;
  readonly library: string | undefined;
  readonly pool: Workers;
  readonly timeoutSeconds: number | undefined;
  readonly scratch: string;
}

/** What reading a header and a digest may take on a slow disk. */
const EXAMINE_SECONDS = 600;

function thrown({ code, message, hint }: ErrorData, place: string): DmxError {
  return new DmxError(code, message, { place, hint });
}

function refuseLarge(
  order: ReturnType<typeof orderOf>['order'],
  facts: Facts,
  { options, loaded }: RenderSession,
  place: string,
): void {
  if (options.modifiers === undefined || facts.kind !== 'image') return;
  const [width, height] = loaded.config.server.maxpix;
  const size = outputSize(order.recipe, facts);
  if ((width === 0 || size.width <= width) && (height === 0 || size.height <= height)) return;
  throw new UsageError(
    'COMMAND_RANGE',
    `expected at most ${width}×${height} pixels, got ${size.width}×${size.height}`,
    {
      place,
      hint: 'Ask for less with wid, hei or scl, or raise server.maxpix in dmx.yaml.',
    },
  );
}

/** A pyramid does not hold the paths that its master brings along. */
function refusePathless({ recipe }: ReturnType<typeof orderOf>['order'], { losesPaths, given }: RenderTarget): void {
  if (losesPaths !== true || recipe.kind !== 'picture' || !namesPaths(recipe)) return;
  throw new UsageError('OPTION_CONFLICT', 'expected a master for commands about its paths, got its pyramid', {
    place: given,
    hint: 'Render from the master, or leave cropPathE, clipPathE, clipXPathE and pathEmbed away.',
  });
}

/** Renders one target to a file in scratch, by the same job, engine and checks as ingest. */
async function renderOne(target: RenderTarget, session: RenderSession): Promise<Artefact> {
  const { options, loaded, budget, idle } = session;
  const asked = orderOf(target, options, loaded);
  warn(asked.skipped, target, session);
  refusePathless(asked.order, target);
  const job = await makeJob(target, asked, session);
  refuseLarge(asked.order, job.facts, session, target.given);
  return runOne(admit(job, roomFor(budget.capacity, 1, idle)), target, session);
}

function warn(messages: readonly string[], { given: asset }: RenderTarget, { context }: RenderSession): void {
  for (const message of messages) context.emit({ type: 'notice', level: 'warning', message, hint: '', asset });
}

/** What ingest found in the master, where the order needs to know: of a pyramid too, whose pixels are not the master's. */
function analysisFor(
  recipe: Recipe,
  sha256: string,
  { request, loaded: { config, configFile } }: RenderSession,
): Promise<Analysis | undefined> | undefined {
  if (smartCropOf(recipe) === undefined) return undefined;
  return knownAnalysis(outputOf(request, config, configFile), sha256);
}

function examineFile(file: string, { pool, budget, timeoutSeconds }: RenderSession): Promise<Examination> {
  return pool.examine(file, { timeoutSeconds: timeoutSeconds ?? EXAMINE_SECONDS, memoryBytes: budget.capacity });
}

/** What a recipe names beside the master, below the library; without one beside the master itself. */
async function referencesFor(
  recipe: Recipe,
  { file, path }: RenderTarget,
  session: RenderSession,
): Promise<Pick<Job, 'references'>> {
  const objects = recipe.kind === 'picture' ? referencesOf(recipe) : [];
  if (objects.length === 0) return {};
  const { library = dirname(file), loaded } = session;
  const references = new ReferenceFinder({
    library,
    maxPixels: loaded.config.maxpixels,
    examine: (one) => examineFile(one, session),
    recall: () => Promise.resolve(undefined),
  });
  return absoluteReferences(library, [...(await references.find(objects, path)).values()]);
}

/** A picture that may be rendered. Throws what is wrong with it. */
async function examineMaster(
  { file, given }: RenderTarget,
  session: RenderSession,
): Promise<{ readonly facts: ImageFacts; readonly sha256: string; readonly stat: MasterStat }> {
  const { facts, sha256, error, stat } = await examineFile(file, session);
  if (error !== undefined) throw thrown(error, given);
  if (facts?.kind !== 'image' || stat === undefined) throw notPicture(given);
  const tooMany = tooManyPixels(facts, session.loaded.config.maxpixels);
  if (tooMany !== undefined) throw thrown(tooMany.toData(), given);
  return { facts, sha256, stat };
}

async function makeJob(
  target: RenderTarget,
  asked: ReturnType<typeof orderOf>,
  session: RenderSession,
): Promise<Proposal> {
  const { facts, sha256, stat } = await examineMaster(target, session);
  const { orders, warnings } = overrideTarget(target, asked, facts, session);
  warn(warnings, target, session);
  const { name, role, extension, recipe, crop } = orders[0] ?? asked.order;
  const analysis = await analysisFor(recipe, target.sha256 ?? sha256, session);
  const known = { ...(analysis && { analysis }), ...(await referencesFor(recipe, target, session)) };
  const rendition = { name, role, extension, recipe, ...(crop === undefined ? {} : { crop }) };
  return {
    asset: target.path,
    master: { file: target.file, stat, sha256 },
    facts,
    ...known,
    renditions: [rendition],
    ...(target.pyramid && { pyramid: true }),
  };
}

async function runOne(job: Job, target: RenderTarget, session: RenderSession): Promise<Artefact> {
  const { context, pool, budget, idle, timeoutSeconds, scratch } = session;
  const limitSeconds = (one: Job): number => limitJob(one, timeoutSeconds);
  const limits = { pool, budget, idle, concurrency: 1, limitSeconds, scratch, weigh: weighJob };
  for await (const { result, error } of schedule({ ...limits, ...context, batches: [[job]] })) {
    const failed = error ?? result?.failures[0];
    if (failed !== undefined) throw thrown(failed, target.given);
    warn(result?.warnings ?? [], target, session);
    const artefact = result?.artefacts[0];
    if (artefact !== undefined) return artefact;
  }
  throw new Cancelled();
}

function notPicture(place: string): SourceError {
  return new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a picture, got ${place}, which is none`, { place });
}

/** `red.jpg` in the preset `thumb` → `red-thumb.jpg` in the working directory. */
function targetFile(target: RenderTarget, artefact: Artefact, { request, options }: RenderSession): string {
  if (options.to !== undefined) return resolve(request.cwd, options.to);
  const stem = basename(target.path, extname(target.path));
  const parts = [
    stem,
    ...(target.crop === undefined ? [] : [target.crop]),
    ...(options.preset === undefined ? [] : [options.preset]),
  ];
  return join(request.cwd, `${parts.length > 1 ? parts.join('-') : `${stem}-render`}${extname(artefact.file)}`);
}

async function deliver(target: RenderTarget, artefact: Artefact, session: RenderSession): Promise<RenderedFile> {
  if (session.options.to === '-') return { asset: target.given, path: '-', bytes: await readFile(artefact.file) };
  const path = targetFile(target, artefact, session);
  try {
    await writeAside(path, (aside) => copyFile(artefact.file, aside), { replace: session.request.force === true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw storageError(error, dirname(path));
    throw new UsageError('FILE_EXISTS', `expected no file at ${path}, got one`, {
      place: path,
      hint: 'Write over it with `force`, or name another file.',
    });
  }
  return { asset: target.given, path, bytes: null };
}

/** What an asset is rendered from. Throws UsageError ASSET_UNKNOWN, CatalogError. */
async function chooseSource(
  asset: string,
  { request, options: { from }, loaded, library, context }: RenderSession,
): Promise<RenderTarget> {
  const pyramid = (): Promise<RenderTarget> => findPyramid(asset, request, loaded, library);
  if (from === 'pyramid') return pyramid();
  try {
    return findTarget(asset, request.cwd, library);
  } catch (error) {
    const found = from === 'auto' ? await pyramid().catch(() => undefined) : undefined;
    if (found === undefined) throw error;
    const message = `the master of ${asset} is gone: rendered from its pyramid`;
    context.emit({ type: 'notice', level: 'warning', message, hint: '', asset });
    return found;
  }
}

/**
 * Renders one picture of each asset: the same plan, job and engine as ingest, so the same bytes; only what is selected and
 * where it ends differ. Nothing of the output is touched and no lock taken. Throws what stopped it, at the first asset.
 */
export async function render(
  request: Request,
  options: RenderOptions,
  context: RunContext,
): Promise<{ readonly files: readonly RenderedFile[]; readonly outcome: RunOutcome }> {
  const loaded = loadLibrary(request);
  const library = await libraryFor(request, loaded);
  const settings = settingsOf(request, loaded);
  const { pool, openMeans } = openPool({ ...settings, concurrency: 1 });
  const scratch = await mkdtemp(join(tmpdir(), 'dmx-render-'));
  const session: RenderSession = {
    request,
    options,
    context,
    loaded,
    library,
    pool,
    ...openMeans(),
    timeoutSeconds: settings.timeoutSeconds,
    scratch,
  };
  const files: RenderedFile[] = [];
  try {
    const targets: RenderTarget[] = [];
    for (const asset of options.assets) targets.push(await chooseSource(asset, session));
    for (const target of targets) files.push(await deliver(target, await renderOne(target, session), session));
  } finally {
    await pool.close();
    await rm(scratch, { recursive: true, force: true });
  }
  return { files, outcome: { state: 'finished', counts: { ...NO_COUNTS, made: files.length }, codes: [] } };
}
