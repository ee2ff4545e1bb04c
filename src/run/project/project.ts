import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { compareUtf8, nearest } from '../../base/text.ts';
import { UsageError } from '../../model/errors.ts';
import type { Config } from '../../profiles/config.ts';
import { decide } from '../../profiles/options/decide.ts';
import { exists, folderNames, isFolder, realPath } from '../../system/path-kind.ts';
import { loadLibrary, type LoadedLibrary } from './load-config.ts';
import type { Request } from '../request.ts';

/** The places where a run works and its rules. Paths are absolute. */
export interface Project extends LoadedLibrary {
  /** Folder of masters. */
  readonly library: string;
  readonly output: string;
  /** Asset paths of the folders to judge; [''] = the whole library. */
  readonly selections: readonly string[];
}

/** The library that an output's catalog remembers, absolute; undefined when it knows none. */
export type RememberedLibrary = (output: string) => Promise<string | undefined>;

const nearName = (folder: string): string | undefined => nearest(basename(folder), folderNames(dirname(folder)));

/** Asks for the folder of the library that a name means, or nearly means, where it counts from the library. */
function askWithin(library: string, given: string, cwd: string): string | undefined {
  const within = join(library, given);
  const name = isFolder(within) ? basename(within) : nearName(within);
  if (name === undefined || below(library, within) === undefined) return undefined;
  const meant = relative(cwd, join(dirname(within), name));
  return `Did you mean ${meant}? Folders count from where you are, not from the library.`;
}

/** `asked`: the question whether a folder of the library was meant, where there is one. */
function missing(folder: string, given: string, asked?: string): UsageError {
  const near = nearName(folder);
  const hint = exists(folder)
    ? 'Name the folder that holds the masters, not a file in it.'
    : near === undefined
      ? (asked ?? 'Check the spelling, and that its disk is mounted.')
      : `Did you mean ${join(dirname(given), near)}?`;
  return new UsageError('MISSING_FOLDER', `expected a folder of masters, got ${given}, which is no folder`, {
    place: given,
    hint,
  });
}

/** Throws UsageError MISSING_FOLDER where the library is not there, or not there any more. */
export function refuseMissingLibrary(library: string, given = library): void {
  if (!isFolder(library)) throw missing(library, given);
}

/** `folder` below `root` as an asset path ('' = the root itself); undefined when it lies outside. */
export function below(root: string, folder: string): string | undefined {
  const path = relative(root, folder);
  if (path === '') return '';
  if (path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) return undefined;
  return path.split(sep).join('/').normalize('NFC');
}

/** The asset paths that a name may mean: itself first, then the file of the library that it is from `cwd`. */
export function assetPaths(given: string, cwd: string, library: string | undefined): readonly string[] {
  const file = library === undefined ? undefined : below(library, resolve(cwd, given));
  return [given.normalize('NFC'), given, ...(file === undefined ? [] : [file])];
}

function refuseOverlap(library: string, output: string): void {
  const inside = below(realPath(output), realPath(library));
  if (inside === undefined) return;
  const what = inside === '' ? 'is the library itself' : `holds the library ${library}`;
  throw new UsageError('OUTPUT_OVERLAPS', `the output ${output} ${what}`, {
    place: output,
    hint: 'Masters are never written to: choose another `output`.',
  });
}

interface SelectionPlace extends Pick<LoadedLibrary, 'configFile'> {
  readonly library: string;
  /** A folder may be missing: its known assets are then gone. */
  readonly allowGone: boolean;
}

/** The parts of the library that are named; the folder of dmx.yaml stands for all of it. */
function select({ library, configFile, allowGone }: SelectionPlace, { folders, cwd }: Request): readonly string[] {
  if (folders.length === 0) return [''];
  const home = configFile === undefined ? undefined : realPath(dirname(configFile));
  const selected = folders.map((given) => {
    const folder = resolve(cwd, given);
    if (realPath(folder) === home) return '';
    const path = below(realPath(library), realPath(folder));
    if (path === undefined) {
      const asked = askWithin(library, given, cwd);
      if (!exists(folder) && !isFolder(join(library, given))) throw missing(folder, given, asked);
      throw new UsageError('OUTSIDE_LIBRARY', `${given} lies outside the library ${library}`, {
        place: given,
        hint:
          asked ?? 'Write a dmx.yaml whose `library:` holds all your folders (dmx init), or name a folder below it.',
      });
    }
    if (!allowGone && !isFolder(folder)) throw missing(folder, given);
    return path;
  });
  return mergeSelections(selected);
}

/** Each part of the library once, in the order of the assets in them: what lies in another selection is in that. */
export function mergeSelections(folders: readonly string[]): readonly string[] {
  const inside = (folder: string): string => (folder === '' ? '' : `${folder}/`);
  const sorted = [...new Set(folders)].toSorted((a, b) => compareUtf8(inside(a), inside(b)));
  return sorted.filter((folder) => !sorted.some((other) => other !== folder && folder.startsWith(inside(other))));
}

/** Without dmx.yaml the library is the one folder given, or the one the output was made from. */
async function libraryOf({ cwd, folders }: Request, output: string, remembered: RememberedLibrary): Promise<string> {
  if (folders.length > 1) {
    throw new UsageError('OUTSIDE_LIBRARY', `expected one folder, got ${folders.length}`, {
      hint: 'Several folders need a dmx.yaml that says where the library is (dmx init writes one).',
    });
  }
  const known = await remembered(output);
  const given = folders[0];
  if (given === undefined) {
    if (known !== undefined) return known;
    throw new UsageError('MISSING_FOLDER', 'expected a folder of masters, got none, and there is no dmx.yaml', {
      hint: 'Name one: dmx ingest ./photos. Or write a dmx.yaml: dmx init.',
    });
  }
  const folder = resolve(cwd, given);
  if (known === undefined) return folder;
  if (below(realPath(known), realPath(folder)) !== undefined) return known;
  if (!exists(folder)) throw missing(folder, given, askWithin(known, given, cwd));
  throw new UsageError('OUTPUT_TAKEN', `the output ${output} was made from ${known}, not from ${given}`, {
    place: output,
    hint: 'Choose another `output`, or write a dmx.yaml if the library has moved.',
  });
}

/** Absolute path of the output that a request means. */
export function outputOf({ cwd, out }: Request, config: Config, configFile: string | undefined): string {
  if (out !== undefined) return resolve(cwd, out);
  return resolve(configFile === undefined ? cwd : dirname(configFile), config.output);
}

/** The sidecar folder that mirrors the library, absolute; undefined where sidecars are beside the masters. */
export function overridesFolder({
  config,
  configFile,
}: Pick<LoadedLibrary, 'config' | 'configFile'>): string | undefined {
  if (config.overrides === undefined || configFile === undefined) return undefined;
  return resolve(dirname(configFile), config.overrides);
}

/** Finds library, output, profiles and selections of a request. Throws UsageError, ProfileError. */
export async function openProject(
  request: Request,
  remembered: RememberedLibrary,
  given?: LoadedLibrary,
): Promise<Project> {
  const loaded = given ?? (await loadLibrary(request));
  const { config, configFile } = loaded;
  const output = outputOf(request, config, configFile);
  const library =
    configFile === undefined
      ? await libraryOf(request, output, remembered)
      : resolve(dirname(configFile), config.library);
  refuseMissingLibrary(library, request.folders[0]);
  refuseOverlap(library, output);
  const { allowGone } = decide(request, config);
  const selections = select({ library, configFile, allowGone }, request);
  return { ...loaded, library, output, selections };
}
