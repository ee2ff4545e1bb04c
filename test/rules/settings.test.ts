import { readFileSync } from 'node:fs';
import glob from 'fast-glob';
import { describe, expect, it } from 'vitest';
import { MASTER_LIMITS } from '../../src/model/master-limits.ts';
import { config } from '../../src/profiles/config-schema.ts';
import { imageProfile } from '../../src/profiles/image.ts';
import type { OptionRow } from '../../src/profiles/options/option.ts';
import { OPTIONS } from '../../src/profiles/options/options.ts';
import { imagePresets } from '../../src/profiles/presets/preset.ts';
import { videoProfile } from '../../src/profiles/video.ts';
import { PRESET_KEYS } from '../../src/serving/keys.ts';
import { schemaKeys } from '../support/rules/schema-keys.ts';
import { inRepository } from '../support/files/repository.ts';
import { readSources } from '../support/rules/source.ts';

/** Files that declare and check settings: what they name, nobody has heeded yet. */
const DECLARATIONS = [
  'profiles/config.ts',
  'profiles/config-schema.ts',
  'profiles/server.ts',
  'profiles/image.ts',
  'profiles/video.ts',
  'profiles/fields.ts',
  'profiles/options/options.ts',
];

/** Preset keys are read as the commands that they become. */
const COMMANDS = new Set(PRESET_KEYS.map(({ key }) => key));

const READ = new Set(
  readSources()
    .filter(({ path }) => !DECLARATIONS.includes(path) && !path.startsWith('engines/'))
    .flatMap(({ reads }) => [...reads]),
);

/** Bounds of masters that engines hold, of whose reads the others are recipes'. */
const HELD = new Set(
  readSources()
    .filter(({ path }) => path.startsWith('engines/'))
    .flatMap(({ reads }) => [...reads].filter((key) => key in MASTER_LIMITS)),
);

/** Keys of dmx.yaml that options have are read by the names of the options. */
const OPTION_OF = new Map(Object.entries<OptionRow<unknown>>(OPTIONS).map(([name, { file }]) => [file, name]));
const readAs = (path: string): string => OPTION_OF.get(path) ?? path.split('.').at(-1) ?? path;

const DOCUMENTS = {
  'dmx.yaml': config,
  'image profile': imageProfile,
  presets: imagePresets,
  'video profile': videoProfile,
};

/** Keys that the schema itself heeds: by refusing all others, or by the defaults that it fills in. */
const BY_SCHEMA = ['version', 'server.defaults'];

describe('every key that a person may write', () => {
  it.each(Object.entries(DOCUMENTS))('in %s has a reader', (_title, schema) => {
    const unread = Array.from(schemaKeys(schema)).filter(
      ({ key, path }) => !READ.has(readAs(path)) && !HELD.has(key) && !COMMANDS.has(key) && !BY_SCHEMA.includes(path),
    );
    expect(unread.map(({ path }) => path)).toEqual([]);
  });
});

describe('every option', () => {
  it('has a reader', () => {
    expect(Object.keys(OPTIONS).filter((name) => !READ.has(name))).toEqual([]);
  });

  it('has the only variable of its name, and there is no variable without one', () => {
    const variables = Object.values<OptionRow<unknown>>(OPTIONS).map(({ environment }) => environment);
    expect(variables).toHaveLength(new Set(variables).size);
    const named = glob
      .sync('src/**/*.ts', { cwd: inRepository('') })
      .flatMap((file) =>
        Array.from(readFileSync(inRepository(file), 'utf8').matchAll(/\bDMX_[A-Z]\w*/g), ([name]) => name),
      );
    expect(named.filter((name) => !variables.includes(name))).toEqual([]);
  });
});

describe('the flags of the command line', () => {
  it('are known to the command line alone: what runs below it calls options by their names', () => {
    const lines = ['run', 'plan', 'schedule', 'system', 'storage', 'catalog', 'library'].flatMap((folder) =>
      glob.sync(`src/${folder}/**/*.ts`, { cwd: inRepository('') }).flatMap((file) =>
        readFileSync(inRepository(file), 'utf8')
          .split('\n')
          .filter((line) => !/^\s*(\*|\/)/.test(line) && /[ '"`(]--[a-z]/.test(line))
          // Whole command lines are for people to copy; what node is started with is no option of dmx.
          .filter((line) => !/\b(dmx \w+|npm install) [^.]*--|'--(max|expose|interrupt)-/.test(line))
          // Those of rsync are its own.
          .filter(() => !file.startsWith('src/storage/rsync/'))
          .map((line) => `${file}: ${line.trim()}`),
      ),
    );
    expect(lines).toEqual([]);
  });
});
