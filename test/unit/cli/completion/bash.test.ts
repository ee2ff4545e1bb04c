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

/** A real bash that completes the words, the last of which is being typed. */
function run(words: readonly string[]): { readonly stdout: string; readonly stderr: string } {
  const quoted = ['dmx', ...words].map((word) => `'${word}'`).join(' ');
  const script = [
    COMPLETIONS.bash(COMMANDS),
    // Outside of a real completion there are no options to set.
    'compopt() { :; }',
    // The program that is asked for names: it tells how.
    'dmx() { printf "%s\\n" "$*" >&2; printf "%s\\n" shoes/red.jpg; }',
    `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}`,
    '_dmx',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  return spawnSync('bash', ['-c', script.replaceAll(' 2>/dev/null', '')], { cwd: folder, encoding: 'utf8' });
}

/** What it offers. */
function complete(...words: readonly string[]): readonly string[] {
  return run(words)
    .stdout.split('\n')
    .filter((line) => line !== '');
}

/** How dmx is asked for what stands behind the words. */
function asked(...words: readonly string[]): string {
  return run(words).stderr.trimEnd();
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
    expect(complete('ingest', '-o', 're')).toEqual(['red shoes']);
  });

  it('offers the fixed words of a command, in their place alone', () => {
    expect(complete('profiles', '')).toEqual(['list', 'show', 'check']);
    expect(complete('completion', 'f')).toEqual(['fish']);
    expect(complete('presets', 'list', '')).toEqual([]);
    expect(complete('presets', 'import', 're').toSorted()).toEqual(['red shoes', 'reference.jpg']);
  });

  it('asks dmx for names, by the kind of the option or of the word after its action', () => {
    expect(asked('render', 'a.jpg', '--preset', 'th')).toBe('complete preset th -- render a.jpg --preset th');
    expect(asked('presets', '--config', 'x.yaml', 'show', 'th')).toMatch(/^complete preset th -- presets --config/);
    expect(asked('profiles', 'show', 'de')).toMatch(/^complete profile de --/);
    expect(asked('runs', 'resume', '')).toMatch(/^complete run {2}--/);
    expect(asked('show', 'shoes/re')).toMatch(/^complete asset shoes\/re --/);
    expect(complete('show', 're')).toEqual(['shoes/red.jpg', 'red shoes', 'reference.jpg']);
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
