import type { Catalog } from '../../catalog/catalog.ts';
import { sum } from '../../base/sum.ts';
import type { ErrorCode } from '../../model/errors.ts';
import type { Emit } from '../../model/run/event.ts';
import { countFiles, isDue, type LeftFile, leftPaths } from '../../model/left-file.ts';
import type { ManifestForm } from '../../model/manifest/manifest-forms.ts';
import { removedFile } from '../../plan/file-changes.ts';
import { manifestBytes, manifestFile, removeForm, writeManifest } from './manifest.ts';
import { setsDue, setsToPublish, emitSetFindings } from './publish-sets.ts';
import type { Runtime } from '../project/runtime.ts';
import { dmxVersion } from '../../system/package-files.ts';

/** The layout of the manifest that lies there, where it is another one than this. */
async function otherForm(catalog: Catalog, form: ManifestForm): Promise<ManifestForm | undefined> {
  const written = await catalog.fact('manifestForm');
  return written === form ? undefined : written;
}

/** Tells whether the manifest is out of date with the catalog, dmx.yaml or the set rules. */
export async function manifestDue(catalog: Catalog, project: Outlet['project']): Promise<boolean> {
  const { manifest: form } = project.config;
  const outdated = (await catalog.manifestDue()) || (await otherForm(catalog, form)) !== undefined;
  return outdated || setsDue(catalog, project);
}

/** The parts of a project that are published. */
type Outlet = Pick<Runtime, 'storage' | 'catalog' | 'project'>;

/** Tells whether the manifest's files are as they were written, by size and digest. */
export async function isAsWritten({ storage, catalog, project }: Outlet): Promise<boolean> {
  const bytes = await manifestBytes(project.config.manifest, storage);
  const written = await catalog.fact('manifestBytes');
  return bytes !== undefined && (written === undefined || bytes === written);
}

/** Listeners of what is published. */
export interface PublishListener {
  readonly emit: Emit;
  /** Called once announced changes are recorded: lists of changes are written now. */
  readonly onTold: () => void;
}

/** The files that were removed; a packaged folder counts all of its own. */
interface RemovedFiles {
  readonly files: number;
  readonly bytes: number;
}

/** The outcome of publishing. */
export interface Published {
  readonly removed: RemovedFiles;
  /** Error codes of sets that were left out. */
  readonly codes: readonly ErrorCode[];
}

/**
 * Brings the manifest up to date, then removes what nothing lists any more: in this order, for those who read it. Throws the
 * reason of `signal` once that is aborted while the manifest is written: it stays as it was, and is due.
 */
export async function publish(outlet: Outlet, telling: PublishListener, signal?: AbortSignal): Promise<Published> {
  await bringUpToDate(outlet, telling.emit, signal);
  telling.onTold();
  const codes = await emitSetFindings(outlet.catalog, telling.emit);
  return { removed: await sweep(outlet, telling), codes };
}

/** Removes the files that wait for it and are due. A crash before the catalog forgets them tells them once more. */
async function sweep({ storage, catalog }: Outlet, { emit, onTold }: PublishListener): Promise<RemovedFiles> {
  const now = new Date().toISOString();
  const due = (await catalog.sweepList()).filter((file) => isDue(file, now));
  if (due.length === 0) return { files: 0, bytes: 0 };
  const listed = await listedOf(catalog, new Set(due.map(({ path }) => path)));
  const left = due.filter(({ path }) => !listed.has(path));
  const removed = new Set(await storage.remove(left.map(({ path }) => path)));
  const stayed = left.filter(({ keepUntil }) => keepUntil !== null);
  for (const path of stayed.flatMap(leftPaths)) emit({ type: 'rendition-changed', ...removedFile(path) });
  if (stayed.length > 0) onTold();
  await catalog.swept(due.map(({ path }) => path));
  return totalOf(left.filter(({ path }) => removed.has(path)));
}

function totalOf(files: readonly LeftFile[]): RemovedFiles {
  return { files: sum(files.map(countFiles)), bytes: sum(files.map(({ bytes }) => bytes)) };
}

async function bringUpToDate(outlet: Outlet, emit: Emit, signal: AbortSignal | undefined): Promise<void> {
  const { storage, catalog, project } = outlet;
  if ((await isAsWritten(outlet)) && !(await manifestDue(catalog, project))) return;
  const form = project.config.manifest;
  const file = manifestFile(form);
  const version = dmxVersion();
  const { sets, written } = await setsToPublish(project, catalog, emit);
  const { changed, assets } = await writeManifest(form, { catalog, storage, version, sets, signal });
  const before = await otherForm(catalog, form);
  if (before !== undefined) await removeForm(before, form, storage);
  await catalog.setFact('manifestVersion', version);
  await catalog.setFact('manifestForm', form);
  await catalog.setFact('manifestBytes', (await manifestBytes(form, storage)) ?? 0);
  await written();
  await catalog.manifestWritten();
  if (changed) emit({ type: 'manifest-written', file, assets });
}

/** The files among these that a record still lists: published files are never removed. */
async function listedOf(catalog: Catalog, paths: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const listed = new Set<string>();
  for await (const { renditions } of catalog.assets()) {
    for (const { path } of renditions) if (paths.has(path)) listed.add(path);
  }
  return listed;
}
