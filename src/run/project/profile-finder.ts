import { readFileSync } from 'node:fs';
import { dirname, parse, resolve } from 'node:path';
import type { FoundProfile, NamedFile } from '../../model/colors/found-profile.ts';
import { namedProfile, type NamedProfile, plainName } from '../../model/colors/profile-names.ts';
import type { Config } from '../../profiles/config.ts';
import { digestOf } from '../../system/digest.ts';
import { packageFile } from '../../system/package-files.ts';
import { isFile } from '../../system/path-kind.ts';
import { profileFiles, systemProfileFolders } from '../../system/profile-folders.ts';

/** The place of a profile that was looked up by its name. */
type Place = Pick<FoundProfile, 'file' | 'from' | 'instead'>;

/** Files by the plain form of their names, the first of equals. */
function byName(files: readonly string[]): ReadonlyMap<string, string> {
  return new Map(files.toReversed().map((file) => [plainName(parse(file).name), file]));
}

/** Files that the user gives names to, by these. */
function namedFiles(given: Config['iccProfiles'], folder: string): ReadonlyMap<string, string> {
  const pairs = given.flatMap((one) => (typeof one === 'string' ? [] : Object.entries(one)));
  return new Map(pairs.map(([name, file]) => [plainName(name), resolve(folder, file)]));
}

/** Finds profiles of colours by the names that recipes and settings have for them. */
export class ProfileFinder {
  readonly #named: ReadonlyMap<string, string>;
  readonly #folders: readonly string[];
  #yours: ReadonlyMap<string, string> | undefined;
  #systems: ReadonlyMap<string, string> | undefined;
  readonly #found = new Map<string, NamedFile>();

  /** `folder`: that of dmx.yaml, absolute. */
  constructor(given: Config['iccProfiles'], folder: string) {
    this.#named = namedFiles(given, folder);
    this.#folders = given.flatMap((one) => (typeof one === 'string' ? [resolve(folder, one)] : []));
  }

  #inFolders(spellings: readonly string[]): Place | undefined {
    this.#yours ??= byName(this.#folders.flatMap(profileFiles));
    const file = firstOf(spellings, this.#named) ?? firstOf(spellings, this.#yours);
    return file === undefined ? undefined : { file, from: 'yours' };
  }

  #inSystem(spellings: readonly string[]): Place | undefined {
    this.#systems ??= byName(systemProfileFolders().flatMap(profileFiles));
    const file = firstOf(spellings, this.#systems);
    return file === undefined ? undefined : { file, from: 'system' };
  }

  #placeOf(name: string): Place | undefined {
    const known = namedProfile(name);
    const spellings = known ? [known.name, known.called, known.file] : [name];
    return this.#inFolders(spellings) ?? this.#inSystem(spellings) ?? freeOf(known);
  }

  /** Looks a profile up: the user's own, the system's, else the package's. Throws nothing. */
  find(name: string): NamedFile {
    const known = this.#found.get(name);
    if (known) return known;
    const found = this.#read(name);
    this.#found.set(name, found);
    return found;
  }

  #read(name: string): NamedFile {
    const place = this.#placeOf(name);
    if (!place) return { name, got: 'no file of that name' };
    try {
      return { name, ...place, sha256: digestOf(readFileSync(place.file)) };
    } catch {
      return { name, got: `${place.file}, which cannot be read` };
    }
  }
}

function firstOf(spellings: readonly string[], files: ReadonlyMap<string, string>): string | undefined {
  return spellings.map((spelling) => files.get(plainName(spelling))).find((file) => file !== undefined);
}

function freeOf(known: NamedProfile | undefined): Place | undefined {
  if (known?.free === undefined) return undefined;
  const file = packageFile(`profiles/icc/${known.free}.icc`);
  if (!isFile(file)) return undefined;
  return { file, from: 'package', ...(known.instead !== undefined && { instead: known.instead }) };
}

/** The finder of a project, or of the folder that a command was started in. */
export function openProfileFinder(config: Config, configFile: string | undefined, cwd: string): ProfileFinder {
  return new ProfileFinder(config.iccProfiles, configFile === undefined ? cwd : dirname(configFile));
}
