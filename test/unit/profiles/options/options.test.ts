import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../../src/cli/environment.ts';
import { isNegative, type OptionRow } from '../../../../src/profiles/options/option.ts';
import { OPTIONS, optionsOf } from '../../../../src/profiles/options/options.ts';
import { makeRequest } from '../../../../src/cli/request.ts';
import { RUN_GROUPS } from '../../../../src/cli/command.ts';
import { COMMANDS } from '../../../../src/cli/commands/index.ts';
import { config } from '../../../../src/profiles/config-schema.ts';

const ROWS = Object.entries<OptionRow<unknown>>(OPTIONS);

describe('the table of options', () => {
  it.each(ROWS)('has a command that takes %s', (_name, row) => {
    expect(COMMANDS.filter(({ takes }) => takes.includes(row.group))).not.toEqual([]);
  });

  it.each(ROWS.filter(([, { file }]) => file !== undefined))('names a key of dmx.yaml for %s', (_name, row) => {
    expect(Object.keys(config.shape)).toContain(row.file);
  });

  it('has no two options of one name or letter in any command', () => {
    for (const command of COMMANDS) {
      const rows = optionsOf(command.takes).map(([, row]) => row);
      const names = [...rows.map(({ flag }) => flag), ...rows.flatMap(({ short }) => short ?? []), 'help', 'h'];
      expect(names, command.name).toHaveLength(new Set(names).size);
    }
  });

  it('offers the same words to people as to the parser', () => {
    for (const [, row] of ROWS) {
      for (const word of row.choices) expect(() => row.read([word], 'x')).not.toThrow();
    }
  });
});

describe('the environment', () => {
  const rows = optionsOf(RUN_GROUPS);

  it('has a variable for every option', () => {
    expect(OPTIONS.waitLockSeconds.environment).toBe('DMX_WAIT_LOCK');
    expect(new Set(ROWS.map(([, row]) => row.environment)).size).toBe(ROWS.length);
  });

  it('is read as the flags are', () => {
    const environment = { DMX_MEMORY: '2GiB', DMX_STRICT: '1', DMX_EXCLUDE: 'a/**\nb, c', DMX_MAX_FAILURES: '5%' };
    expect(readEnvironment(environment, rows)).toEqual({
      memoryBytes: 2 ** 31,
      strict: true,
      exclude: ['a/**', 'b, c'],
      maxFailures: { percent: 5 },
    });
  });

  it('turns things off by their negative name', () => {
    expect(isNegative(OPTIONS.video)).toBe(true);
    expect(readEnvironment({ DMX_NO_VIDEO: 'yes', DMX_NO_COLOR: '0' }, rows)).toEqual({ video: false, color: true });
  });

  it('says nothing where a variable is empty or another program’s', () => {
    expect(readEnvironment({ DMX_MEMORY: '', MEMORY: '1GiB' }, rows)).toEqual({});
  });

  it('is named where a value is wrong', () => {
    expect(() => readEnvironment({ DMX_MEMORY: 'lots' }, rows)).toThrow('for DMX_MEMORY, got "lots"');
  });
});

describe('a request', () => {
  it('holds what was said and nothing else', () => {
    expect(makeRequest('ingest', ['a'], { out: 'o', quiet: true, video: false }, '/w')).toEqual({
      ...{ command: 'ingest', cwd: '/w', folders: ['a'], out: 'o', video: false },
    });
  });

  it('gathers what narrows a reprocess', () => {
    const { select } = makeRequest('reprocess', [], { failed: true, renditions: ['thumb'] }, '/w');
    expect(select).toEqual({ failed: true, renditions: ['thumb'] });
    expect(makeRequest('reprocess', [], {}, '/w')).not.toHaveProperty('select');
  });
});
