import { chunksOf } from '../base/chunks.ts';
import { digestText } from '../system/digest.ts';
import type { ErrorData } from '../model/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { filesOf, findProblems, type ListedFile } from './publishing/check-files.ts';
import { manifestBytes, manifestFile, writeManifest } from './publishing/manifest.ts';
import { catalogSets } from './publishing/project-sets.ts';
import { isAsWritten, manifestDue } from './publishing/publish.ts';
import { run } from './run.ts';
import type { Request, RunContext, RunOutcome } from './request.ts';
import { withReadOnly, type Runtime } from './project/runtime.ts';
import { settingsOf } from './project/settings.ts';
import { type Wanted, wantedOf, wantedRecords } from './project/wanted.ts';
import type { Emit } from '../model/run/event.ts';
import { runAtWork } from './history/history.ts';
import type { Storage } from '../storage/storage.ts';
import { dmxVersion } from '../system/package-files.ts';

/** One file that differs from catalog or manifest. */
interface VerifyProblem {
  readonly kind: 'missing' | 'damaged' | 'unreadable' | 'manifest missing' | 'manifest outdated' | 'manifest damaged';
  readonly asset: string | null;
  readonly rendition: string | null;
  /** Below the output. */
  readonly path: string;
  /** Why it cannot be read. */
  readonly error?: ErrorData;
}

export interface VerifyView {
  readonly output: string;
  /** Number of files checked. */
  readonly files: number;
  readonly problems: readonly VerifyProblem[];
  /** The run that mended them, with `repair`, and what it could not mend. */
  readonly repaired?: RunOutcome;
  readonly remaining?: readonly VerifyProblem[];
}

export interface VerifyOptions {
  /** Sizes only, no digests. */
  readonly quick: boolean;
  /** Make again what is missing or damaged. */
  readonly repair: boolean;
}

// Files whose sizes are asked for at once: few round trips, little memory.
const CHUNK = 256;

async function* listedFiles(catalog: Catalog, wanted: Wanted | undefined): AsyncIterable<ListedFile> {
  for await (const { path: asset, renditions } of wantedRecords(catalog, '', wanted)) {
    for (const rendition of renditions) yield* filesOf(rendition, asset);
  }
}

/** A storage that writes nothing, and tells whether the written text would differ from the stored one. */
function comparing(storage: Storage): Pick<Storage, 'writeText' | 'list' | 'remove'> {
  return {
    async writeText(path, chunks) {
      return (await digestText(chunks)) !== (await storage.digest(path));
    },
    list: (folder) => storage.list(folder),
    remove: async (paths) => paths,
  };
}

/** The manifest against the catalog: there, not outdated, as large as it was, and (unless `quick`) byte for byte what it should be. */
async function judgeManifest(runtime: Runtime, quick: boolean): Promise<VerifyProblem[]> {
  const { project, storage, catalog } = runtime;
  const form = project.config.manifest;
  const path = manifestFile(form);
  const problem = (kind: VerifyProblem['kind']): VerifyProblem[] => [{ kind, asset: null, rendition: null, path }];
  const isThere = (await manifestBytes(form, storage)) !== undefined;
  const due = await manifestDue(catalog, project);
  // Nothing was ever recorded: there is nothing that a manifest could list.
  if (!isThere) return due && (await isEmpty(catalog)) ? [] : problem('manifest missing');
  if (due) return problem('manifest outdated');
  if (!(await isAsWritten(runtime))) return problem('manifest damaged');
  if (quick) return [];
  const version = (await catalog.fact('manifestVersion')) ?? dmxVersion();
  const { sets } = await catalogSets(project, catalog);
  const { changed } = await writeManifest(form, { catalog, storage: comparing(storage), version, sets });
  return changed ? problem('manifest damaged') : [];
}

async function isEmpty(catalog: Catalog): Promise<boolean> {
  for await (const _record of catalog.assets()) return false;
  return true;
}

interface Findings {
  readonly files: number;
  readonly problems: readonly VerifyProblem[];
}

/** Holds every published file of the assets that were asked for against the catalog. */
async function inspect(runtime: Runtime, request: Request, quick: boolean): Promise<Findings> {
  const { project, catalog } = runtime;
  const wanted = wantedOf(settingsOf(request, project), project.config);
  const problems: VerifyProblem[] = [];
  let files = 0;
  for await (const chunk of chunksOf(listedFiles(catalog, wanted), CHUNK)) {
    files += chunk.length;
    problems.push(...(await findProblems(chunk, runtime.storage, { quick })));
  }
  problems.push(...(await judgeManifest(runtime, quick)));
  return { files, problems };
}

function inspectOnly(request: Request, quick: boolean): Promise<Findings & { readonly output: string }> {
  return withReadOnly(request, async (runtime) => ({
    output: runtime.project.output,
    ...(await inspect(runtime, request, quick)),
  }));
}

/**
 * Clears away what is damaged, looking once more under the lock: a damaged file of the right size, or a manifest that is
 * not due, would count as there.
 */
const clearDamaged =
  (request: Request, quick: boolean) =>
  async (runtime: Runtime): Promise<void> => {
    const { problems } = await inspect(runtime, request, quick);
    const damaged = problems.filter(({ kind }) => kind === 'damaged' || kind === 'manifest damaged');
    await runtime.storage.remove(damaged.map(({ path }) => path));
  };

/** A run that is at work has recorded what it finished, and not yet listed it. */
function warnIfRunning(request: Request, emit: Emit): Promise<void> {
  return withReadOnly(request, async ({ history }) => {
    const atWork = await runAtWork(history);
    if (atWork === undefined) return;
    const message = `expected no run at work, got dmx ${atWork.command}: what it has made is not in the manifest yet`;
    emit({
      type: 'notice',
      level: 'warning',
      message,
      hint: 'Verify once it has ended; dmx status tells how far it is.',
    });
  });
}

/** Holds every published file against the catalog; with `repair` makes again what is missing or damaged. */
export async function verify(request: Request, options: VerifyOptions, context: RunContext): Promise<VerifyView> {
  const { quick, repair } = options;
  await warnIfRunning(request, context.emit);
  const view = await inspectOnly(request, quick);
  if (!repair || view.problems.length === 0) return view;
  const repaired = await run(
    { ...request, select: { missing: true }, intent: { keepShard: true } },
    context,
    clearDamaged(request, quick),
  );
  const { problems: remaining } = await inspectOnly(request, quick);
  return { ...view, repaired, remaining };
}
