import { describe, expect, it } from 'vitest';
import { dmx } from '../../../support/cli/command-line.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';

describe('a file of a command line that is not there', () => {
  it.each([
    [['presets', 'import', 'old/clasic.mac'], 'old/classic.mac'],
    [['profiles', 'check', 'old/shop.yml'], 'old/shop.yaml'],
    [['plan', '--config', 'Dmx.yml'], 'dmx.yaml'],
    [['plan', 'old', '--exclude-from', 'ignor.txt'], 'ignore.txt'],
    [['report', '--video', 'play.ndjson'], 'plays.ndjson'],
    [['render', 'old/a.jpg', '-p', 'web', '--set-file', 'badge.csv'], 'badges.csv'],
    [['merge', 'part1', 'part-2'], 'part-1'],
  ])('is told with the one that was nearly meant: %j', async (words, near) => {
    const cwd = ownFolder();
    const names = ['old/classic.mac', 'old/shop.yaml', 'ignore.txt', 'plays.ndjson', 'badges.csv', 'part-1/x'];
    writeFiles(cwd, {
      ...Object.fromEntries(names.map((name) => [name, ''])),
      'dmx.yaml': 'version: 1\nlibrary: old\n',
    });
    const { code, err } = await dmx(words, { cwd });
    expect(code).toBe(2);
    expect(err).toMatch(new RegExp(`Did you mean (\\S*/)?${near}\\?`));
  });
});
