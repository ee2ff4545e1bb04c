import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLines } from '../../support/cli/dmx-output.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { listFiles } from '../../support/files/tree.ts';

describe('dmx doctor', () => {
  it('finds that pictures can be made here', async () => {
    const ended = await dmx(ownFolder(), 'doctor', '--json');
    expect(ended.exit).toBe(0);
    const found = readLines(ended).map(({ name, state }) => [name, state]);
    for (const name of ['Node', 'SQLite', 'sharp', 'webp', 'Cores', 'Profiles', 'Output']) {
      expect(found).toContainEqual([name, 'ok']);
    }
  });

  it('fits a screen, and tells the versions of all libraries where more is asked for', async () => {
    const [brief, full] = await Promise.all([dmx(ownFolder(), 'doctor'), dmx(ownFolder(), 'doctor', '-v')]);
    const rows = brief.stdout.split('\n').map((line) => Math.max(1, Math.ceil(line.length / 80)));
    expect(rows.reduce((sum, count) => sum + count, 0)).toBeLessThan(24);
    expect(brief.stdout).not.toMatch(/^ok +webp/m);
    expect(full.stdout).toMatch(/^ok +webp/m);
  });

  it('misses an ffmpeg that is none, and says what to do', async () => {
    const { exit, stdout } = await dmx(ownFolder(), 'doctor', '--ffmpeg', '/none/ffmpeg');
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^limited +ffmpeg +.*\/none\/ffmpeg/m);
    expect(stdout).toContain('install ffmpeg');
  });

  it('tells of an output that cannot be made, though permissions let it, and so does a run', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'file.txt': '' });
    const impossible = [join(cwd, 'file.txt/out'), ...(process.platform === 'linux' ? ['/proc/dmx/out'] : [])];
    for (const out of impossible) {
      const looked = await dmx(cwd, 'doctor', '--out', out, '--json');
      expect(looked.exit, out).toBe(5);
      expect(readLines(looked)).toContainEqual(
        expect.objectContaining({ name: 'Output', state: 'broken', code: 'STORAGE_DENIED' }),
      );
      expect((await dmx(cwd, 'ingest', '.', '--out', out)).exit, out).toBe(5);
    }
    const before = await listFiles(cwd);
    expect((await dmx(cwd, 'doctor', '--out', 'a/b/c')).exit).toBe(0);
    expect((await dmx(cwd, 'doctor', '--out', '.')).exit).toBe(0);
    expect(await listFiles(cwd)).toEqual(before);
    expect(existsSync(join(cwd, 'a'))).toBe(false);
  });

  it('finds profiles with problems', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, {
      'dmx.yaml': 'version: 1\n',
      'profiles/shop.yaml': 'kind: image-profile\nname: shop\nrenditions: [{ preset: tumb }]\n',
    });
    const { exit, stdout } = await dmx(cwd, 'doctor', '--quiet');
    expect(exit).toBe(2);
    expect(stdout).toMatch(/^broken +Profiles/m);
  });
});
