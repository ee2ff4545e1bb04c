import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { macrosOf } from '../../../../src/profiles/library.ts';
import { parseModifiers } from '../../../../src/serving/parse.ts';
import { inspectLibrary, loadLibrary } from '../../../../src/run/project/load-config.ts';
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
