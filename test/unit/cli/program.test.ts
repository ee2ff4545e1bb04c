import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src/cli/commands/index.ts';
import { dmx } from '../../support/cli/command-line.ts';

describe('a command line', () => {
  it('alone prints help: commands by what they are for, and where to start', async () => {
    const { code, out } = await dmx([]);
    expect(code).toBe(0);
    for (const { name, hidden } of COMMANDS) if (hidden !== true) expect(out).toContain(`  ${name}`);
    expect(out).toContain('Make renditions:');
    expect(out).toContain('dmx ingest ./photos');
    expect(out).not.toContain('reference');
  });

  it.each(COMMANDS.map(({ name }) => name))('%s --help shows its options in groups, with examples', async (name) => {
    const command = COMMANDS.find((one) => one.name === name);
    const { code, out } = await dmx([name, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: dmx ${name}`);
    expect(out).not.toMatch(/^Options:/m);
    for (const [line] of command?.examples ?? []) expect(out).toContain(line);
    // Terminals break what is longer within words.
    const long = out.split('\n').filter((row) => row.length > 100);
    expect(long).toEqual([]);
  });

  it('prints the version of the package', async () => {
    expect((await dmx(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['ingets'], 'ingets', '`ingest`'],
    [['ingets', '--help'], 'ingets', '`ingest`'],
    [['help', 'ingets'], 'ingets', '`ingest`'],
    [['help', 'runs', 'shw'], 'shw', '`show`'],
    [['ingest', '--memroy', '1GiB'], '--memroy', '`--memory`'],
    [['ingest', '--reporter', 'gitub'], 'gitub', '`github`'],
    [['presets', 'sho'], 'sho', '`show`'],
    [['completion', 'bsh'], 'bsh', '`bash`'],
    [['--quiet', 'ingest'], '--quiet', 'behind the command'],
    [['ingest', '--preset', 'web'], '--preset', 'dmx ingest --help'],
    [['ingest', '--memory'], '--memory', 'dmx ingest --help'],
    [['render', '--preset', 'web'], 'asset', 'dmx render --help'],
    [['status', 'a', 'b'], 'at most one word', 'dmx status --help'],
    [['render', 'a.jpg'], '--preset', 'dmx presets list'],
    [['render', 'a.jpg', 'b.jpg', '-p', 'web', '-o', 'c.jpg'], '--to', 'Leave --to away'],
  ])('%j is refused with what was meant', async (argv, mentioned, hint) => {
    const { code, out, err } = await dmx(argv);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/^error (UNKNOWN_OPTION|OPTION_RANGE|ARGUMENT_COUNT|OPTION_CONFLICT) {2}/);
    expect(err).toContain(mentioned);
    expect(err).toContain(hint);
  });

  it('refuses to write a picture to a terminal', async () => {
    const { code, err } = await dmx(['render', 'a.jpg', '-p', 'web', '-o', '-'], { terminal: true });
    expect(code).toBe(2);
    expect(err).toContain('OPTION_CONFLICT');
  });

  it('breaks the lines of a terminal between words, and none of others', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'dmx-'));
    const wide = await dmx(['profiles'], { cwd });
    const narrow = await dmx(['profiles'], { cwd, terminal: true, columns: 50 });
    const isLong = (row: string): boolean => row.length > 50 && row.trim().includes(' ');
    expect(narrow.out.split(/\s+/)).toEqual(wide.out.split(/\s+/));
    expect(wide.out.split('\n').some(isLong)).toBe(true);
    expect(narrow.out.split('\n').filter(isLong)).toEqual([]);
  });

  it('tells errors to machines too, where they listen', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'dmx-'));
    const { code, out, err } = await dmx(['status', '--config', 'none.yaml', '--json'], { cwd });
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ v: 1, type: 'error', code: 'FILE_UNREADABLE', place: 'none.yaml' });
    expect(err).toContain('FILE_UNREADABLE');
  });

  describe('under GITHUB_ACTIONS', () => {
    const checkout = mkdtempSync(join(tmpdir(), 'dmx-'));
    const cwd = join(checkout, 'site');
    mkdirSync(join(cwd, 'profiles'), { recursive: true });
    writeFileSync(join(cwd, 'dmx.yaml'), 'version: 1\nprofiles: [profiles/*.yaml]\nlibary: assets\n');
    writeFileSync(
      join(cwd, 'profiles/a.yaml'),
      'kind: image-profile\nname: a\nrenditions:\n  - { name: x, modifiers: "wdi=3" }\n',
    );
    const environment = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: checkout };
    const PLACES = [
      /^::error file=site\/dmx\.yaml,line=3,col=1,title=CONFIG_INVALID::/m,
      /^::error file=site\/profiles\/a\.yaml,line=4,col=\d+,title=COMMAND_UNKNOWN::/m,
    ];

    it.each([['ingest'], ['plan'], ['ingest', '--check'], ['status'], ['verify'], ['render', 'a.jpg', '-p', 'web']])(
      '%s annotates mistakes of profiles and dmx.yaml in their lines',
      async (...argv) => {
        const { code, out } = await dmx(argv, { cwd, environment });
        expect(code).toBe(2);
        for (const place of PLACES) expect(out).toMatch(place);
      },
    );

    it('profiles check annotates them too', async () => {
      const { code, out } = await dmx(['profiles', 'check'], { cwd, environment });
      expect(code).toBe(1);
      for (const place of PLACES) expect(out).toMatch(place);
    });

    it('a mistake of the command line is one annotation', async () => {
      const { out } = await dmx(['ingest', '--memroy', '1GiB'], { cwd, environment });
      expect(out).toMatch(/^::error title=UNKNOWN_OPTION::[^\n]*\n$/);
    });

    it.each([['--json'], ['--reporter', 'pretty']])('%s is heard instead', async (...argv) => {
      expect((await dmx(['ingest', ...argv], { cwd, environment })).out).not.toContain('::error');
    });

    it('elsewhere annotates where it is asked to, and only there', async () => {
      expect((await dmx(['ingest', '--reporter', 'github'], { cwd })).out).toMatch(
        /^::error file=dmx\.yaml,line=3,col=1,/m,
      );
      expect((await dmx(['ingest'], { cwd })).out).toBe('');
    });
  });

  it('lets a flag win over the environment, in both directions', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'dmx-'));
    const environment = { DMX_CONFIG: 'environment.yaml' };
    expect((await dmx(['status', '--config', 'flag.yaml'], { cwd, environment })).err).toContain('at flag.yaml');
    expect((await dmx(['status'], { cwd, environment })).err).toContain('at environment.yaml');
  });

  it('writes nothing for commands that only look', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'dmx-'));
    for (const argv of [['presets'], ['profiles'], ['profiles', 'check'], ['schema'], ['completion', 'bash']]) {
      expect((await dmx(argv, { cwd })).code, argv.join(' ')).toBe(0);
    }
    expect(readdirSync(cwd)).toEqual([]);
  });
});
