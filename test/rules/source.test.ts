import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import glob from 'fast-glob';
import { describe, expect, it } from 'vitest';
import { groupBy } from '../../src/base/group-by.ts';
import { inRepository, REPOSITORY } from '../support/files/repository.ts';
import { parseSource, readSources, type Source } from '../support/rules/source.ts';

const FORBIDDEN_NAMES = ['utils', 'util', 'helpers', 'helper', 'common', 'types', 'constants', 'manager', 'service'];

/** What only the command line may touch. `process.env` is a setting read behind the options' back anywhere else. */
const COMMAND_LINE_ONLY = [
  'console',
  'process.argv',
  'process.env',
  'process.stdout',
  'process.stderr',
  'process.stdin',
];

/** Handing the whole environment on to a child reads nothing from it. */
const isHandedOn = (name: string, spread: boolean): boolean => name === 'process.env' && spread;

function checkGlobals({ path, mentions }: Source): string[] {
  return mentions.flatMap(({ name, line, spread }) => {
    if (name === 'process.exit' && path !== 'cli/main.ts') return [`${path}:${line}: ${name} outside cli/main.ts`];
    if (!COMMAND_LINE_ONLY.includes(name) || path.startsWith('cli/') || isHandedOn(name, spread)) return [];
    return [`${path}:${line}: ${name} outside the command line`];
  });
}

function checkNames({ path }: Pick<Source, 'path'>): string[] {
  const parts = path.replace(/\.ts$/, '').split('/');
  return parts.flatMap((part) => {
    if (FORBIDDEN_NAMES.includes(part)) return [`${path}: a thing goes where its noun lives, not into ${part}`];
    return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(part) ? [] : [`${path}: ${part} is not kebab-case`];
  });
}

/** Folders that hold more files than one looks through at a glance. */
function fullRooms(paths: readonly string[]): readonly string[] {
  return groupBy(paths, dirname)
    .filter(({ length }) => length > 30)
    .map(([first]) => dirname(first ?? ''));
}

/** The value that `share` (0…1) of the sorted numbers do not exceed. */
function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

describe('every file of the sources', () => {
  const sources = readSources();

  it('leaves the terminal, the environment and the end of the process to the command line', () => {
    expect(sources.flatMap(checkGlobals)).toEqual([]);
  });

  it('is named in kebab-case and lies where its noun lives', () => {
    expect(sources.flatMap(checkNames)).toEqual([]);
  });

  it('shares its room with some thirty others at most', () => {
    expect(fullRooms(sources.map(({ path }) => path))).toEqual([]);
  });

  it('is short, in short functions', () => {
    const files = sources.map(({ lines }) => lines);
    const functions = sources.flatMap(({ functionLines }) => functionLines);
    expect(quantile(files, 0.5), 'median lines of a file').toBeLessThanOrEqual(90);
    expect(quantile(files, 1), 'lines of the longest file').toBeLessThanOrEqual(300);
    expect(quantile(functions, 0.5), 'median lines of a function').toBeLessThanOrEqual(10);
    expect(quantile(functions, 0.9), 'lines that nine functions in ten stay within').toBeLessThanOrEqual(30);
    expect(quantile(functions, 1), 'lines of the longest function').toBeLessThanOrEqual(60);
  });
});

describe('the rules about files', () => {
  it.each([
    ['run/a.ts', 'process.exit(1);'],
    ['cli/commands/a.ts', 'process.exit(1);'],
    ['worker/main.ts', 'const key = process.env.KEY;'],
    ['schedule/processes.ts', 'const { KEY } = process.env;'],
    ['report/a.ts', 'console.log(1);'],
    ['report/a.ts', 'process.stderr.write("");'],
  ])('find what %s may not do: %s', (path, text) => {
    expect(checkGlobals(parseSource(path, text))).toHaveLength(1);
  });

  it.each([
    ['cli/main.ts', 'process.exit(1);'],
    ['cli/streams.ts', 'const { NO_COLOR } = process.env;'],
    ['schedule/processes.ts', 'const env = { ...process.env, MALLOC_ARENA_MAX: "2" };'],
    ['worker/main.ts', 'process.send?.({});'],
  ])('let %s do: %s', (path, text) => {
    expect(checkGlobals(parseSource(path, text))).toEqual([]);
  });

  it.each(['run/utils/a.ts', 'base/helpers.ts', 'run/Scan.ts', 'run/scan_all.ts'])('refuse the name %s', (path) => {
    expect(checkNames({ path })).toHaveLength(1);
  });

  it('measure functions from their first line to their last', () => {
    const { functionLines } = parseSource('a.ts', 'const a = () => 1;\nfunction b() {\n  return () => {\n  };\n}\n');
    expect(functionLines).toEqual([1, 4, 2]);
  });
});

it('every file of the tests shares its room with some thirty others at most', () => {
  const files = glob.sync('**/*.ts', { cwd: inRepository('test') });
  expect(files.length).toBeGreaterThan(500);
  expect(fullRooms(files)).toEqual([]);
});

it('a room of more than thirty files is found', () => {
  const files = (room: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${room}/${i}.ts`);
  expect(fullRooms([...files('run', 31), ...files('cli', 30)])).toEqual(['run']);
});

it('the top level holds what is listed here and nothing else', () => {
  const FIXED = ['package.json', 'tsconfig.json', 'bin', 'src', 'profiles', 'models', 'fixtures', 'test', 'README.md'];
  const BESIDE = ['LICENSE', 'CHANGELOG.md', 'CONTRIBUTING.md', 'docs', 'package-lock.json', 'knip.json'];
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: REPOSITORY, encoding: 'utf8' }).split('\0');
  const found = new Set(tracked.map((path) => path.split('/')[0] ?? '').filter((name) => !name.startsWith('.')));
  expect([...found].filter((name) => name !== '' && ![...FIXED, ...BESIDE].includes(name))).toEqual([]);
});
