import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ProfileError, UsageError, type Problem } from '../../model/errors.ts';
import type { Config, Disk, ParsedConfig } from '../../profiles/config.ts';
import type { ParsedLibrary, ProfileFile } from '../../profiles/parse.ts';
import { presetsUsed } from '../../profiles/presets/preset-uses.ts';
import type { ProfileLibrary } from '../../profiles/library.ts';
import { OPTIONS } from '../../profiles/options/options.ts';
import { isFile, isFolder } from '../../system/path-kind.ts';
import type { Request } from '../request.ts';
import { type FontFinder, openFontFinder } from './font-finder.ts';
import { openProfileFinder, ProfileFinder } from './profile-finder.ts';
import { readable, readText } from './read-text.ts';
import { rememberedConfig } from './remembered-config.ts';
import { readShipped, shippedFiles } from './shipped.ts';
import { nearFileHint } from './near-file.ts';

/** dmx.yaml with its defaults, and every profile and preset it can use. */
export interface LoadedLibrary {
  readonly config: Config;
  /** Absolute; undefined where there is no dmx.yaml. */
  readonly configFile: string | undefined;
  readonly profiles: ProfileLibrary;
  /** Finds profiles of colours by their names. */
  readonly profileFinder: ProfileFinder;
  /** Finds fonts by the names that texts have for them. */
  readonly fontFinder: FontFinder;
  /** Warnings of what works in these files, but not as their author may believe. */
  readonly warnings: readonly Problem[];
  /** Globs of dmx.yaml that match none of the files of the whole library. */
  readonly unmatched: ParsedConfig['unmatched'];
}

const NAMES = ['dmx.yaml', 'dmx.yml'];

/** The nearest dmx.yaml from a folder upwards, as git looks for its own. */
function findConfig(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const name of NAMES) if (existsSync(join(folder, name))) return join(folder, name);
    if (dirname(folder) === folder) return undefined;
  }
}

/** The nearest dmx.yaml from here; else that of the one folder that is named, else that which made the output here. */
function searchConfig({ cwd, folders, out = OPTIONS.out.default }: Request): string | undefined {
  const here = findConfig(cwd);
  const [folder] = folders;
  if (here !== undefined || folders.length > 1) return here;
  return folder === undefined ? rememberedConfig(resolve(cwd, out)) : findConfig(resolve(cwd, folder));
}

function configFileOf(request: Request): string | undefined {
  const { config, cwd } = request;
  if (config === undefined) return searchConfig(request);
  const file = resolve(cwd, config);
  if (existsSync(file)) return file;
  throw new UsageError('FILE_UNREADABLE', `expected a file of settings, got ${config}, which is not there`, {
    place: config,
    hint: nearFileHint(cwd, config, 'Check the path, or write one: dmx init.'),
  });
}

/** Files of the project's profiles, and those named on the command line; each once, absolute. */
async function ownFiles(
  config: Config,
  configFile: string | undefined,
  named: readonly string[],
): Promise<readonly string[]> {
  if (configFile === undefined) return [...new Set(named)].toSorted();
  const { default: glob } = await import('fast-glob');
  const cwd = dirname(configFile);
  const folders = { path: cwd, cwd, kind: 'folders of profiles', code: 'CONFIG_INVALID' } as const;
  const found = readable(folders, () => glob.sync([...config.profiles], { cwd, absolute: true, onlyFiles: true }));
  return [...new Set([...found, ...named])].toSorted();
}

/** The shipped profiles and presets with those of a user, whose names win. */
async function readProfiles(own: readonly string[], cwd: string): Promise<ParsedLibrary> {
  const { library } = await readShipped();
  if (own.length === 0) return { library, problems: [], warnings: [] };
  const { parseBeside, parseLibrary } = await import('./yaml-readers.ts');
  const files = own.map((file): ProfileFile => ({
    name: relative(cwd, file),
    text: readText({ path: file, cwd, kind: 'a file of profiles or presets', code: 'PROFILE_INVALID' }),
    shipped: false,
  }));
  const readData = (profile: string, data: string): string | undefined => {
    const path = resolve(cwd, dirname(profile), data);
    if (!isFile(path)) return undefined;
    return readText({ path, cwd, kind: `a file for ${relative(cwd, resolve(cwd, profile))}`, code: 'PROFILE_INVALID' });
  };
  return parseBeside(files, library, readData) ?? parseLibrary([...shippedFiles(), ...files], readData);
}

function namedFile(cwd: string, given: string): string {
  const file = resolve(cwd, given);
  if (isFile(file)) return file;
  throw new UsageError('FILE_UNREADABLE', `expected a file of profiles or presets, got ${given}, which is none`, {
    place: given,
    hint: nearFileHint(cwd, given),
  });
}

/**
 * Reads dmx.yaml alone; its problems are for `inspectLibrary` to tell. Throws UsageError when `config` names nothing,
 * ProfileError where it cannot be read.
 */
export async function readConfig(
  request: Request,
): Promise<ParsedConfig & { readonly configFile: string | undefined }> {
  const configFile = configFileOf(request);
  if (configFile === undefined) {
    const { config } = await readShipped();
    return { config, configFile, problems: [], warnings: [], problemsWith: () => [], unmatched: () => [] };
  }
  const name = relative(request.cwd, configFile);
  const hint = 'Put your settings there, or name their file: `config`.';
  const text = readText({
    path: configFile,
    cwd: request.cwd,
    kind: 'a file of settings',
    code: 'CONFIG_INVALID',
    hint,
  });
  const { parseConfig } = await import('./yaml-readers.ts');
  return { ...parseConfig({ name, text }), configFile };
}

/** The files below the folder of dmx.yaml. */
function diskBelow(folder: string): Disk {
  return {
    isFolder: (path) => isFolder(resolve(folder, path)),
    isFile: (path) => isFile(resolve(folder, path)),
    hasProfile: (name, given) => 'file' in new ProfileFinder(given, folder).find(name),
  };
}

/** The same, with all problems of all files. */
export interface InspectedLibrary extends LoadedLibrary {
  readonly problems: readonly Problem[];
}

/**
 * Reads dmx.yaml, every profile, and the files `named` (relative to `cwd`). Answers every problem of every file beside
 * what could be read.
 */
export async function inspectLibrary(request: Request, named: readonly string[] = []): Promise<InspectedLibrary> {
  const { cwd } = request;
  const parsed = await readConfig(request);
  const { config, configFile } = parsed;
  const files = named.map((given) => namedFile(cwd, given));
  const own = await ownFiles(config, configFile, files);
  const { library: profiles, problems, warnings } = await readProfiles(own, cwd);
  const missing = parsed.problemsWith(profiles, diskBelow(dirname(configFile ?? cwd)));
  return {
    config,
    configFile,
    profiles,
    profileFinder: openProfileFinder(config, configFile, cwd),
    fontFinder: openFontFinder(config, configFile, cwd),
    problems: [...parsed.problems, ...missing, ...problems],
    warnings: [...parsed.warnings, ...warnings],
    unmatched: parsed.unmatched,
  };
}

/** The profiles that govern folders; `default` is that of the others. */
function governingProfiles({ folders }: Config): readonly string[] {
  return ['default', ...folders.flatMap(({ image, video }) => [image ?? [], video ?? []].flat())];
}

/** The library without the texts of presets that are spoiled. */
function withoutPresets(profiles: ProfileLibrary, spoiled: ProfileLibrary['spoiled']): ProfileLibrary {
  return { ...profiles, presets: new Map([...profiles.presets].filter(([name]) => !spoiled.has(name))), spoiled };
}

/**
 * The same for commands that need valid settings. Invalid presets that no folder's profile uses are left out and become
 * warnings. Throws ProfileError with all problems otherwise.
 */
export async function loadLibrary(request: Request): Promise<LoadedLibrary> {
  const { problems, ...loaded } = await inspectLibrary(request);
  if (problems.length === 0) return loaded;
  const { config, profiles, warnings } = loaded;
  const used = presetsUsed(profiles, governingProfiles(config));
  const spoiled = new Map([...profiles.spoiled].filter(([name]) => !used.has(name)));
  const idle = new Set([...spoiled.values()].flat());
  if (problems.some((problem) => !idle.has(problem))) throw new ProfileError(problems);
  return { ...loaded, profiles: withoutPresets(profiles, spoiled), warnings: [...warnings, ...problems] };
}
