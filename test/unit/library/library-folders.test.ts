import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LibraryFolders } from '../../../src/library/library-folders.ts';
import type { Skip } from '../../../src/library/library.ts';
import { ownFolder } from '../../support/files/own-folder.ts';

it('pipes and devices, and links to them, are told: nobody reads them, and they have names of masters', async ({
  skip,
}) => {
  const folder = ownFolder();
  if (spawnSync('mkfifo', [join(folder, 'pipe.jpg')]).status !== 0) skip();
  writeFileSync(join(folder, 'a.jpg'), 'x');
  mkdirSync(join(folder, 'b.jpg'));
  symlinkSync('pipe.jpg', join(folder, 'c.jpg'));
  symlinkSync('/dev/zero', join(folder, 'd.jpg'));
  const skips: Skip[] = [];
  const options = { folders: [''], enters: () => true, onSkip: (one: Skip) => skips.push(one) };
  const entries = await new LibraryFolders(folder, options).entries('');
  expect(entries.toSorted((a, b) => (a.file < b.file ? -1 : 1))).toEqual([
    { file: 'a.jpg', isFolder: false },
    { file: 'b.jpg', isFolder: true },
  ]);
  const told = skips.map(({ path, reason }) => `${path} ${reason}`);
  expect(told.toSorted()).toEqual(['c.jpg no-file', 'd.jpg link-outside', 'pipe.jpg no-file']);
});
