import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { macrosOf } from '../../../../src/profiles/library.ts';
import { parseModifiers } from '../../../../src/serving/parse.ts';
import { inspectLibrary, loadLibrary } from '../../../../src/run/project/load-config.ts';
import { openProject } from '../../../../src/run/project/project.ts';
import { rememberConfig } from '../../../../src/run/project/remembered-config.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';

describe('a dmx.yaml', () => {
  it('that is no file is told as that', async () => {
    const cwd = ownFolder();
    const file = path.join(cwd, 'dmx.yaml');
    const make = [
      () => mkdirSync(file),
      () => execFileSync('mkfifo', [file]),
      () => symlinkSync('/dev/zero', file),
    ] as const;
    for (const one of make) {
      one();
      const load = loadLibrary({ command: 'ingest', cwd, folders: [] });
      await expect(load).rejects.toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', place: 'dmx.yaml' }));
      rmSync(file, { recursive: true });
    }
  });
});

describe('the dmx.yaml of a project', () => {
  const find = async (cwd: string, ...folders: readonly string[]): Promise<string | undefined> =>
    (await loadLibrary({ command: 'ingest', cwd, folders })).configFile;

  it('is the nearest from here upwards, else that of the one folder that is named', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'shop/dmx.yaml': 'version: 1\nlibrary: .\n', 'shop/a/b.txt': '', 'other/c.txt': '' });
    const file = path.join(cwd, 'shop/dmx.yaml');
    expect(await find(path.join(cwd, 'shop/a'))).toBe(file);
    expect(await find(path.join(cwd, 'shop/a'), '../../other')).toBe(file);
    expect(await find(cwd, 'shop')).toBe(file);
    expect(await find(cwd, 'shop/a')).toBe(file);
    expect(await find(cwd, 'other')).toBeUndefined();
    expect(await find(cwd, 'shop', 'other')).toBeUndefined();
    expect(await find(cwd)).toBeUndefined();
  });

  it('is that which made the output here, as long as it is there', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'shop/dmx.yaml': 'version: 1\nlibrary: .\n', 'other/c.txt': '' });
    const file = path.join(cwd, 'shop/dmx.yaml');
    rememberConfig(path.join(cwd, 'dmx-out'), file);
    expect(await find(cwd)).toBe(file);
    expect(await find(cwd, 'other')).toBeUndefined();
    rememberConfig(path.join(cwd, 'dmx-out'), undefined);
    expect(await find(cwd)).toBeUndefined();
    rememberConfig(path.join(cwd, 'dmx-out'), file);
    rmSync(file);
    expect(await find(cwd)).toBeUndefined();
  });

  it('stands in a folder that means all of the library, wherever that lies', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, {
      'shop/dmx.yaml': 'version: 1\nlibrary: assets\n',
      'shop/assets/a/b.txt': '',
      'shop/c/d.txt': '',
    });
    const selections = async (folder: string) =>
      (await openProject({ command: 'ingest', cwd, folders: [folder] }, async () => undefined)).selections;
    expect(await selections('shop')).toEqual(['']);
    expect(await selections('shop/assets/a')).toEqual(['a']);
    await expect(selections('shop/c')).rejects.toThrow(expect.objectContaining({ code: 'OUTSIDE_LIBRARY' }));
    await expect(
      openProject({ command: 'ingest', cwd: path.join(cwd, 'shop'), folders: ['a'] }, async () => undefined),
    ).rejects.toThrow(expect.objectContaining({ hint: expect.stringContaining('Did you mean assets/a?') }));
  });
});

describe('a preset with a mistake', () => {
  const PRESETS = `kind: image-presets
presets:
  good: "wid=24"
  bad: "wid=24&hei=O5"
  keyed: { width: 24, fromat: png }
  user: "$bad$&fmt=png"
  odd: { width: many }
---
kind: image-profile
name: shop
renditions: [{ preset: good }]
---
kind: image-profile
name: other
renditions: [{ presets: ["us*"] }, { name: mine, modifiers: "$keyed$&hei=5" }]
`;
  const load = (folders: string, presets = PRESETS): ReturnType<typeof loadLibrary> => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'dmx.yaml': `version: 1\nlibrary: .\nprofiles: [p.yaml]\n${folders}`, 'p.yaml': presets });
    return loadLibrary({ command: 'ingest', cwd, folders: [] });
  };

  it('is left out where no profile of a folder uses it, and told with its place', async () => {
    const { profiles, warnings } = await load('folders: [{ path: "**", image: shop }]\n');
    expect([...profiles.spoiled.keys()].toSorted()).toEqual(['bad', 'keyed', 'odd', 'user']);
    expect(['good', 'user', 'bad', 'keyed', 'odd'].filter((name) => profiles.presets.has(name))).toEqual(['good']);
    expect(warnings.map(({ file, line }) => [file, line])).toEqual([
      ['p.yaml', 4],
      ['p.yaml', 5],
      ['p.yaml', 6],
      ['p.yaml', 7],
    ]);
  });

  it('is named with its own mistake to those who ask for it, whatever became of it', async () => {
    const { profiles } = await load('folders: [{ path: "**", image: shop }]\n');
    const { problems } = parseModifiers('$bad$&hei=3', { ...macrosOf(profiles), mode: 'strict' });
    expect(problems).toMatchObject([{ code: 'PROFILE_INVALID', message: expect.stringContaining('p.yaml:4:') }]);
    const request = { command: 'ingest', cwd: ownFolder(), folders: [] };
    const text = 'kind: image-presets\npresets:\n  list: [1, 2]\n  user: "$list$&hei=50"\n';
    writeFiles(request.cwd, { 'dmx.yaml': 'version: 1\nlibrary: .\nprofiles: [p.yaml]\n', 'p.yaml': text });
    const found = (await inspectLibrary(request)).problems;
    expect(found.map(({ code, line }) => `${code} ${line}`)).toEqual(['PROFILE_INVALID 3', 'PROFILE_INVALID 4']);
  });

  it('refuses whoever uses it, by a pattern, another preset or in modifiers', async () => {
    const use = load('folders: [{ path: "a/**", image: other }]\n');
    await expect(use).rejects.toThrow(expect.objectContaining({ name: 'ProfileError' }));
  });

  it('is not told from others in a file that YAML cannot read, or beside a mistake that is no preset', async () => {
    for (const more of ['  - [\n', '---\nkind: image-profile\nname: third\nrenditions: [{ preset: nobody }]\n'])
      await expect(load('', PRESETS + more)).rejects.toThrow(expect.objectContaining({ name: 'ProfileError' }));
  });
});
