import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../../src/cli/commands/index.ts';
import { COMPLETIONS } from '../../../../src/cli/completion/index.ts';
import { optionsOf } from '../../../../src/profiles/options/options.ts';

const folder = mkdtempSync(join(tmpdir(), 'dmx-'));
mkdirSync(join(folder, 'red shoes'));
writeFileSync(join(folder, 'reference.jpg'), '');

/** What a real bash offers behind the words, the last of which is being typed. */
function complete(...words: readonly string[]): readonly string[] {
  const quoted = ['dmx', ...words].map((word) => `'${word}'`).join(' ');
  const script = [
    COMPLETIONS.bash(COMMANDS),
    // Outside of a real completion there are no options to set.
    'compopt() { :; }',
    `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}`,
    '_dmx',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  const text = execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
  return text.split('\n').filter((line) => line !== '');
}

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

describe('completion in bash', () => {
  it('registers itself', () => {
    const script = `${COMPLETIONS.bash(COMMANDS)}\ncomplete -p dmx`;
    expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' })).toBe('complete -F _dmx dmx\n');
  });

  it('offers commands, and none that are hidden', () => {
    expect(complete('re')).toEqual(['reprocess', 'render', 'report']);
    expect(complete('')).toContain('ingest');
  });

  it('offers the options of the command', () => {
    expect(complete('ingest', '--mem')).toEqual(['--memory']);
    expect(complete('status', '--mem')).toEqual([]);
  });

  it('offers the values of an option, with and without an equals sign', () => {
    expect(complete('ingest', '--reporter', '')).toEqual(['pretty', 'json', 'github']);
    expect(complete('ingest', '--reporter', '=', 'g')).toEqual(['github']);
    expect(complete('ingest', '--reporter', '=')).toEqual(['pretty', 'json', 'github']);
  });

  it('offers folders where folders are meant, and files where files are', () => {
    expect(complete('ingest', 're')).toEqual(['red shoes']);
    expect(complete('render', 're').toSorted()).toEqual(['red shoes', 'reference.jpg']);
    expect(complete('ingest', '-o', 're')).toEqual(['red shoes']);
  });

  it('offers the fixed words of a command', () => {
    expect(complete('profiles', '')).toEqual(['list', 'show', 'check']);
    expect(complete('completion', 'f')).toEqual(['fish']);
  });
});

describe.each(Object.entries(COMPLETIONS))('the script for %s', (shell, print) => {
  it('knows every option of every command that is offered', () => {
    const script = print(COMMANDS);
    for (const command of COMMANDS.filter(({ hidden }) => hidden !== true)) {
      expect(script).toContain(command.name);
      for (const [, { flag }] of optionsOf(command.takes)) expect(script).toContain(flag);
    }
  });

  it.skipIf(!has(shell))('is understood by the shell', () => {
    const file = join(folder, `completion.${shell}`);
    writeFileSync(file, print(COMMANDS));
    expect(spawnSync(shell, ['-n', file], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
});
