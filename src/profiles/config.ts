import { freeze } from '../base/plain-data.ts';
import type { Problem } from '../model/errors.ts';
import { check } from './yaml/check.ts';
import { config as schema, type Config } from './config-schema.ts';
import type { Diagnostics, TextFile } from './yaml/diagnostics.ts';
import { suggest } from './yaml/zod-issue.ts';
import { candidatesOf, type ProfileLibrary } from './library.ts';
import type { YamlNode } from './yaml/node.ts';
import { readYaml } from './yaml/yaml-file.ts';

export type { Config } from './config-schema.ts';

export interface ParsedConfig {
  /** With the default of every key that is missing; what is wrong counts as missing. */
  readonly config: Config;
  readonly problems: readonly Problem[];
  /** What only shows beside the profiles: folder rules that name profiles which do not exist. */
  readonly problemsWith: (library: ProfileLibrary) => readonly Problem[];
}

/** Reads `dmx.yaml`. Never throws. */
export function parseConfig(file: TextFile): ParsedConfig {
  const { roots, findings } = readYaml(file, 'CONFIG_INVALID');
  const [root, second] = roots;
  if (second !== undefined) findings.at(second.offset, { message: 'expected one document, got another one' });
  const checked = root && check(schema, root, findings);
  const config = freeze(checked?.value ?? schema.parse({}));
  return {
    config,
    problems: findings.problems,
    problemsWith: (library) => (checked ? unknownProfiles(config, checked.root, findings, library) : []),
  };
}

function unknownProfiles(
  { folders }: Config,
  root: YamlNode,
  findings: Diagnostics,
  library: ProfileLibrary,
): readonly Problem[] {
  const known = { image: library.images, video: library.videos };
  for (const [i, rule] of folders.entries()) {
    for (const key of ['image', 'video'] as const) {
      const name = rule[key]?.toLowerCase();
      if (name === undefined || name === 'none' || known[key].has(name)) continue;
      findings.atValue(root, ['folders', i, key], {
        code: 'PROFILE_UNKNOWN',
        message: `expected the name of ${key === 'image' ? 'an image' : 'a video'} profile for \`folders[${i}].${key}\`, got ${rule[key]}`,
        hint: suggest(name, [...candidatesOf(known[key]), 'none']),
      });
    }
  }
  return findings.problems.filter(({ code }) => code === 'PROFILE_UNKNOWN');
}
