import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, readLines } from '../../support/cli/dmx-output.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { ownFolder } from '../../support/files/own-folder.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>';

/** A library of one drawing beside its dmx.yaml, of which these lines are the end. */
async function makeProject(lines = ''): Promise<string> {
  const cwd = ownFolder();
  await mkdir(join(cwd, 'library'));
  await writeFile(join(cwd, 'library/a.svg'), SVG);
  await writeFile(join(cwd, 'dmx.yaml'), `library: library\n${lines}\n`);
  await symlink('loop', join(cwd, 'loop'));
  return cwd;
}

/** Paths at which no system can look: a link to itself, and more letters than a name has. */
const NOWHERE = ['loop', 'x'.repeat(300)];

describe.each(NOWHERE)('a path that leads nowhere (%.4s)', (path) => {
  it.each([
    ['ingest', '--out', path],
    ['profiles', 'check', path],
    ['presets', 'import', path],
    ['render', path, '--preset', 'thumb'],
  ])('is told by %s %s as what it is', { timeout: 30_000 }, async (...words) => {
    const ended = await dmx(await makeProject(), ...words, '--json');
    expect(ended.stderr).not.toContain('BUG');
    expect([2, 5]).toContain(ended.exit);
  });

  it.each([
    'library: PATH',
    'output: PATH',
    'profiles: [PATH]',
    'iccProfiles: [PATH]',
    'iccProfiles: [{ Press: PATH }]',
    'fonts: [PATH]',
    'fonts: [{ name: Brand, file: PATH }]',
    'excludeFrom: PATH',
  ])('is told where dmx.yaml says %s', { timeout: 30_000 }, async (line) => {
    const cwd = await makeProject();
    const settings = line.startsWith('library') ? line : `library: library\n${line}`;
    await writeFile(join(cwd, 'dmx.yaml'), settings.replace('PATH', path));
    const ended = await dmx(cwd, 'ingest', '--json');
    expect(ended.stderr).not.toContain('BUG');
    expect([2, 5]).toContain(ended.exit);
  });
});

it('a folder of overrides that is not there is told', async () => {
  const ended = await dmx(await makeProject('overrides: said'), 'plan', '--json');
  const notices = readLines(ended).filter(({ type }) => type === 'notice');
  expect(notices).toEqual([expect.objectContaining({ level: 'warning', message: expect.stringContaining('said') })]);
});

describe('a file in an encoding of its own', () => {
  const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
  const wide = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');
  const profile = 'kind: image-profile\nname: default\ndescription: für alle\nrenditions: [{ preset: thumb }]\n';

  it('is read as UTF-16 where it says so', async () => {
    const cwd = await makeProject();
    await mkdir(join(cwd, 'profiles'));
    await writeFile(join(cwd, 'dmx.yaml'), wide('library: library\ntitle: Grüße\n'));
    await writeFile(join(cwd, 'profiles/p.yaml'), wide(profile));
    const ended = await dmx(cwd, 'plan', '--json');
    expect(ended.exit).toBe(0);
    expect(ended.stdout).toContain('"thumb"');
    expect(ended.stdout).not.toContain('"web"');
  });

  it.each([
    ['dmx.yaml', 'library: library\ntitle: für alle\n', 2],
    ['profiles/p.yaml', profile, 3],
  ])('is refused in %s, with the place', async (file, text, line) => {
    const cwd = await makeProject();
    await mkdir(join(cwd, 'profiles'));
    await writeFile(join(cwd, file), latin(text));
    const ended = await dmx(cwd, 'plan', '--json');
    expect(ended.exit).toBe(2);
    expect(errorOf(ended)).toMatchObject({ problems: [{ file, line, hint: expect.stringContaining('UTF-8') }] });
  });

  it('is refused where it holds rows of data, whose letters are drawn', async () => {
    const cwd = await makeProject();
    await mkdir(join(cwd, 'profiles'));
    await writeFile(
      join(cwd, 'profiles/p.yaml'),
      'kind: image-profile\nname: default\nrenditions: [{ template: t, data: d.csv }]\n---\nkind: image-presets\npresets:\n  t: size=90,20&text=$title$\n',
    );
    await writeFile(join(cwd, 'profiles/d.csv'), latin('name,title\na,Grüße\n'));
    const ended = await dmx(cwd, 'plan', '--json');
    expect(ended.exit).toBe(2);
    expect(errorOf(ended)).toMatchObject({ problems: [{ file: 'profiles/d.csv', line: 2, column: 5 }] });
    const words = ['render', 'library/a.svg', '--preset', 'thumb', '--set-file', 'profiles/d.csv', '--json'];
    expect(errorOf(await dmx(cwd, ...words))).toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it('may escape half a letter, which is none, and stops nothing else', async () => {
    const cwd = await makeProject();
    await mkdir(join(cwd, 'profiles'));
    const presets = 'presets:\n  a: { width: 9, iccProfile: "\\ud800" }\n  b: "wid=9&text=\\udc00"\n';
    await writeFile(join(cwd, 'profiles/p.yaml'), `kind: image-presets\n${presets}`);
    expect((await dmx(cwd, 'presets', 'show', 'b')).stdout).toContain('%EF%BF%BD');
    expect((await dmx(cwd, 'presets', 'show', 'a')).stdout).toContain('%EF%BF%BD');
  });

  it('is refused as a sidecar, a .dmxignore and a list of globs', async () => {
    const cwd = await makeProject();
    await writeFile(join(cwd, 'library/a.svg.dmx.yaml'), latin('metadata: { alt: Grün }\n'));
    const ended = await dmx(cwd, 'plan', '--json');
    expect(JSON.stringify(readLines(ended))).toContain('SIDECAR_INVALID');
    await writeFile(join(cwd, 'globs'), latin('Entwürfe/**\n'));
    expect(errorOf(await dmx(cwd, 'plan', '--json', '--exclude-from', 'globs'))).toMatchObject({
      code: 'FILE_UNREADABLE',
    });
    await writeFile(join(cwd, 'library/.dmxignore'), latin('Entwürfe\n'));
    expect(errorOf(await dmx(cwd, 'plan', '--json'))).toMatchObject({ code: 'CONFIG_INVALID' });
  });
});
