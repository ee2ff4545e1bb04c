import { dirname, join, relative, resolve } from 'node:path';
import { openCatalog } from '../../catalog/index.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { type ProcessesOptions, WORKERS } from '../../schedule/index.ts';
import type { Workers } from '../../schedule/workers.ts';
import { openLibrary } from '../../library/index.ts';
import type { Library } from '../../library/library.ts';
import type { Places } from '../../model/place.ts';
import { openStorage } from '../../storage/index.ts';
import type { Storage } from '../../storage/storage.ts';
import { exists } from '../../system/path-kind.ts';
import type { LoadedLibrary } from './load-config.ts';
import { openProject, overridesFolder, type Project } from './project.ts';
import { workerFile } from '../../system/package-files.ts';
import type { History } from '../history/history.ts';
import { openHistory, openJournal, openLock } from '../history/index.ts';
import type { Journal } from '../history/journal.ts';
import { acquire } from '../history/lock.ts';
import type { Request } from '../request.ts';
import { rememberConfig } from './remembered-config.ts';
import { settingsOf, type Settings } from './settings.ts';

/** A target of `dmx publish` at its place. */
export { openTarget } from '../../storage/index.ts';

/** The compiled entry of worker processes; beside it when dmx runs from its sources. */
const WORKER_ENTRY = workerFile();

/** Worker processes of this machine; none is started before there is work for it. To be closed. */
export function openWorkers(options: Omit<ProcessesOptions, 'entry'>): Workers {
  return WORKERS.processes({ ...options, entry: WORKER_ENTRY });
}

/** The places of what a project's jobs name, with `outside` for files of another folder; absolute paths. */
export function placesOf({
  library,
  output,
  outside,
}: Pick<Project, 'library' | 'output'> & { readonly outside?: string }): Places {
  const at = (root: string): Places['library'] => ({ kind: 'folder', root });
  return { library: at(library), storage: at(output), ...(outside === undefined ? {} : { outside: at(outside) }) };
}

/** The ports at places, to look at. */
export function openPlaces({ library, storage, outside = library }: Places): OpenedPlaces {
  return {
    library: openLibrary(library.kind, library.root),
    storage: openStorage(storage.kind, storage.root),
    outside: openLibrary(outside.kind, outside.root),
  };
}

/** The storage of an output (absolute path), to look at. */
export function openOutput(output: string): Storage {
  return openStorage('folder', output);
}

/** The library of the sidecars of masters: the folder that mirrors the library, else beside the masters. */
export function sidecarsOf(loaded: Pick<LoadedLibrary, 'config' | 'configFile'>, beside: Library): Library {
  const folder = overridesFolder(loaded);
  return folder === undefined ? beside : openLibrary('folder', folder);
}

/** The backends behind places. */
export interface OpenedPlaces {
  readonly library: Library;
  readonly storage: Storage;
  readonly outside: Library;
}

/** A project with its library, storage and catalog. */
export interface Runtime {
  readonly project: Project;
  readonly library: Library;
  /** The library of sidecars of masters, by asset path: a folder that mirrors the library, or the library itself. */
  readonly sidecars: Library;
  readonly storage: Storage;
  readonly catalog: Catalog;
}

/** A project that is open to be looked at. */
export interface ReadRuntime extends Runtime {
  readonly history: History;
}

/** A project that is open to be worked on. */
export interface WorkRuntime extends ReadRuntime {
  /** Finished assets that a crash may have left unrecorded. */
  readonly journal: Journal;
}

/** The catalog of an output, to look at; undefined = it has none. Throws CatalogError. */
export function openExisting(output: string): Promise<Catalog | undefined> {
  return openCatalog(output, { create: false });
}

/** Answers the catalog that an output has, if any. */
type ExistingCatalog = () => Promise<Catalog | undefined>;

/** The library that an output was made from, absolute. */
async function remembered(output: string, catalog: Catalog | undefined): Promise<string | undefined> {
  const library = await catalog?.fact('library');
  return library === undefined ? undefined : resolve(output, library);
}

async function rememberedLibrary(output: string): Promise<string | undefined> {
  const catalog = await openExisting(output);
  try {
    return await remembered(output, catalog);
  } finally {
    await catalog?.close();
  }
}

/** The library that an output belongs to, absolute: dmx.yaml's, else the one the output remembers; undefined = none. */
export async function libraryOf(
  { config, configFile }: LoadedLibrary,
  output: string,
  catalog: ExistingCatalog,
): Promise<string | undefined> {
  if (configFile !== undefined) return resolve(dirname(configFile), config.library);
  return remembered(output, await catalog());
}

/** The project of a request; nothing is written. Throws UsageError, ProfileError, CatalogError. */
export function findProject(request: Request): Promise<Project> {
  return openProject(request, rememberedLibrary);
}

function portsOf(project: Project): Omit<Runtime, 'catalog'> {
  const { library, storage } = openPlaces(placesOf(project));
  return { project, library, sidecars: sidecarsOf(project, library), storage };
}

async function readRuntime(project: Project, existing: Catalog | undefined): Promise<ReadRuntime> {
  const { output } = project;
  const catalog = existing ?? (await openCatalog(output, { kind: 'memory' }));
  return { ...portsOf(project), catalog, history: openHistory('folder', output, catalog) };
}

/**
 * A project of settings that have been read, to look at; no catalog is as good as an empty one. Throws UsageError,
 * CatalogError.
 */
export async function openRuntime(
  request: Request,
  loaded: LoadedLibrary,
  existing: ExistingCatalog,
): Promise<ReadRuntime> {
  const project = await openProject(request, async (output) => remembered(output, await existing()), loaded);
  return readRuntime(project, await existing());
}

/** Opens what a project has, to look at it: nothing is written, and no catalog is as good as an empty one. */
export async function openReadOnly(request: Request): Promise<ReadRuntime> {
  const project = await findProject(request);
  return readRuntime(project, await openExisting(project.output));
}

/** Looks at what a project has (see `openReadOnly`), and closes it afterwards. */
export async function withReadOnly<T>(request: Request, use: (runtime: ReadRuntime) => Promise<T>): Promise<T> {
  const runtime = await openReadOnly(request);
  try {
    return await use(runtime);
  } finally {
    await runtime.catalog.close();
  }
}

/** Opens a project to work on it; the lock must be held. Remembers which library and dmx.yaml the output belongs to. */
async function openForWork(project: Project): Promise<WorkRuntime> {
  const { output, library, configFile } = project;
  const ports = portsOf(project);
  await ports.storage.prepare();
  const catalog = await openCatalog(output);
  await catalog.setFact('library', relative(output, library) || '.');
  rememberConfig(output, configFile);
  const [history, journal] = [openHistory('folder', output, catalog), openJournal('folder', output)];
  return { ...ports, catalog, history, journal };
}

/**
 * Does work that changes the output of a request's project: holds its lock meanwhile, waiting for it as long as was asked,
 * and closes everything afterwards. Throws UsageError, ProfileError, StorageError (LOCKED among them), CatalogError.
 */
export async function workOn<T>(
  request: Request,
  signal: AbortSignal,
  work: (runtime: WorkRuntime, settings: Settings) => Promise<T>,
): Promise<T> {
  const project = await findProject(request);
  const settings = settingsOf(request, project);
  const { waitLockSeconds: waitSeconds } = settings;
  const lock = await acquire(openLock('folder', project.output), { command: request.command, waitSeconds, signal });
  try {
    const runtime = await openForWork(project);
    try {
      return await work(runtime, settings);
    } finally {
      await runtime.catalog.close();
    }
  } finally {
    lock.release();
  }
}

/** Tells whether the output's file system takes `A` and `a` for one name. */
export function isCaseBlind(output: string): boolean {
  return exists(join(output, '.dmx')) && exists(join(output, '.DMX'));
}
