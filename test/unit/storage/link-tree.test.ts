import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { linkTree } from '../../../src/storage/link-tree.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { smallDisk } from '../../support/files/small-disk.ts';

describe('linkTree', () => {
  it('gives every file of a folder a second name', async () => {
    const folder = ownFolder();
    writeFiles(folder, { 'set/a': '1', 'set/rungs/b': '2' });
    await linkTree(path.join(folder, 'set'), path.join(folder, 'copy'));
    for (const name of ['a', 'rungs/b']) {
      expect(statSync(path.join(folder, 'copy', name)).ino).toBe(statSync(path.join(folder, 'set', name)).ino);
    }
  });

  it('copies where the two lie on different disks', async ({ skip }) => {
    const folder = ownFolder();
    const other = smallDisk(256 * 1024) ?? skip('no right to mount a disk');
    writeFiles(folder, { 'set/a': '1', 'set/rungs/b': '2' });
    await linkTree(path.join(folder, 'set'), path.join(other, 'copy'));
    expect(readFileSync(path.join(other, 'copy/rungs/b'), 'utf8')).toBe('2');
    expect(readFileSync(path.join(folder, 'set/a'), 'utf8')).toBe('1');
  });
});
