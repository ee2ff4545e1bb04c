import { freeze } from '../base/plain-data.ts';
import type { Problem } from '../model/errors.ts';
import { check } from './yaml/check.ts';
import { config as schema, type Config } from './config-schema.ts';
import type { Diagnostics, TextFile } from './yaml/diagnostics.ts';
import { printPath, suggest } from './yaml/zod-issue.ts';
import { candidatesOf, type ProfileLibrary } from './library.ts';
import { BUILT_IN, NAMED_PROFILES, namedProfile } from '../model/colors/profile-names.ts';
import { findUnmatched } from './unmatched.ts';
import { PROFILE_KEYS } from './server.ts';
import type { Path, YamlNode } from './yaml/node.ts';
import { readYaml } from './yaml/yaml-file.ts';

export type { Config } from './config-schema.ts';

/** Things on the disk that dmx.yaml names, looked up by who may read that. Paths are relative to dmx.yaml. */
export interface Disk {
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** Tells whether a profile of colours is there by this name: the user's, the system's or the package's. */
  hasProfile(name: string, given: Config['iccProfiles']): boolean;
}

export interface ParsedConfig {
  /** With the default of every key that is missing; what is wrong counts as missing. */
  readonly config: Config;
  readonly problems: readonly Problem[];
  /** Settings without effect. */
  readonly warnings: readonly Problem[];
  /** Problems that only show beside the profiles and on the disk: names of what cannot be found. */
  readonly problemsWith: (library: ProfileLibrary, disk: Disk) => readonly Problem[];
  /** Globs that match none of the files of the folders that were looked at (paths below the library), as warnings. */
  readonly unmatched: (files: Iterable<string>, selections: readonly string[]) => readonly Problem[];
}

/** Reads `dmx.yaml`. Never throws. */
export function parseConfig(file: TextFile): ParsedConfig {
  const { roots, findings } = readYaml(file, 'CONFIG_INVALID');
  const warnings = findings.aside();
  const [root, second] = roots;
  if (second !== undefined) findings.at(second.offset, { message: 'expected one document, got another one' });
  const checked = root && check(schema, root, { findings });
  const config = freeze(checked?.value ?? schema.parse({}));
  return {
    config,
    problems: findings.problems,
    warnings: warnings.problems,
    problemsWith: (library, disk) => {
      const missing = findings.aside();
      if (checked) new NameCheck(config, checked.root, missing).run(library, disk);
      return missing.problems;
    },
    unmatched: (files, selections) => {
      const idle = findings.aside();
      for (const { path, glob, hint } of findUnmatched(config, files, selections)) {
        const message = `expected \`${printPath(path)}\` to match something of the library, got ${glob}, which matches nothing`;
        if (checked) idle.atValue(checked.root, path, { message, hint });
      }
      return idle.problems;
    },
  };
}

/** Looks for everything that dmx.yaml names. */
const CHECK = 'Check the path.';

class NameCheck {
  readonly #config: Config;
  readonly #root: YamlNode;
  readonly #missing: Diagnostics;

  constructor(config: Config, root: YamlNode, missing: Diagnostics) {
    this.#config = config;
    this.#root = root;
    this.#missing = missing;
  }

  run(library: ProfileLibrary, disk: Disk): void {
    this.#checkGoverning(library);
    this.#checkSetRules(library);
    this.#checkProfileFiles(disk);
    this.#checkColorProfiles(disk);
    this.#checkFonts(disk);
  }

  #checkGoverning(library: ProfileLibrary): void {
    const known = { image: library.images, video: library.videos };
    for (const [i, rule] of this.#config.folders.entries()) {
      for (const key of ['image', 'video'] as const) {
        const name = rule[key]?.toLowerCase();
        if (name === undefined || name === 'none' || known[key].has(name)) continue;
        this.#missing.atValue(this.#root, ['folders', i, key], {
          code: 'PROFILE_UNKNOWN',
          message: `expected the name of ${key === 'image' ? 'an image' : 'a video'} profile for \`folders[${i}].${key}\`, got ${rule[key]}`,
          hint: suggest(name, [...candidatesOf(known[key]), 'none']),
        });
      }
    }
  }

  #checkSetRules({ setRules }: ProfileLibrary): void {
    for (const [i, { sets = [] }] of this.#config.folders.entries()) {
      for (const [j, name] of sets.entries()) {
        if (setRules.has(name.toLowerCase())) continue;
        this.#missing.atValue(this.#root, ['folders', i, 'sets', j], {
          code: 'PROFILE_UNKNOWN',
          message: `expected the name of a rule for \`folders[${i}].sets[${j}]\`, got ${name}`,
          hint: suggest(name, candidatesOf(setRules)) || 'Rules are documents of `kind: set-rules`.',
        });
      }
    }
  }

  /** A pattern may match nothing yet; a path says that there is a file. */
  #checkProfileFiles(disk: Disk): void {
    for (const [i, path] of this.#config.profiles.entries()) {
      if (/[*?[\]{}()!]/.test(path) || disk.isFile(path)) continue;
      const hint = disk.isFolder(path)
        ? `Say which files of the folder: ${path.replace(/\/+$/, '')}/**/*.yaml.`
        : CHECK;
      this.#remark(['profiles', i], `a file of profiles or presets for \`profiles[${i}]\``, path, hint);
    }
  }

  #checkColorProfiles(disk: Disk): void {
    const { iccProfiles, server } = this.#config;
    for (const [i, given] of iccProfiles.entries()) this.#checkProfileFolder(i, given, disk);
    const known = NAMED_PROFILES.map(({ name }) => name);
    for (const key of PROFILE_KEYS) {
      const name = server[key];
      if (name === undefined || namedProfile(name)?.name === BUILT_IN) continue;
      if (disk.hasProfile(name, iccProfiles)) continue;
      const hint = suggest(name, known) || 'Name its folder under `iccProfiles:`.';
      this.#remark(['server', key], `the name of an ICC profile for \`server.${key}\``, name, hint);
    }
  }

  #checkProfileFolder(i: number, given: Config['iccProfiles'][number], disk: Disk): void {
    if (typeof given === 'string') {
      if (disk.isFolder(given)) return;
      this.#remark(['iccProfiles', i], `a folder of ICC profiles for \`iccProfiles[${i}]\``, given, CHECK);
      return;
    }
    for (const [name, file] of Object.entries(given)) {
      if (disk.isFile(file)) continue;
      this.#remark(['iccProfiles', i, name], `a file for \`iccProfiles[${i}].${name}\``, file, CHECK);
    }
  }

  #checkFonts(disk: Disk): void {
    for (const [i, given] of this.#config.fonts.entries()) {
      if (typeof given === 'string') {
        if (!disk.isFolder(given)) this.#remark(['fonts', i], `a folder of fonts for \`fonts[${i}]\``, given, CHECK);
      } else if (!disk.isFile(given.file)) {
        this.#remark(['fonts', i, 'file'], `a file for \`fonts[${i}].file\``, given.file, CHECK);
      }
    }
  }

  #remark(path: Path, expected: string, got: string, hint: string): void {
    this.#missing.atValue(this.#root, path, { message: `expected ${expected}, got ${got}, which is not there`, hint });
  }
}
