import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { readIgnoreFile } from '../../../src/library/ignore-file.ts';
import { walk } from '../../../src/library/walk.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';

describe('a .dmxignore', () => {
  it('that is no file, is huge, cannot be read or lies elsewhere is refused', () => {
    const library = ownFolder();
    const outside = ownFolder();
    writeFiles(outside, { patterns: '*.tmp' });
    const file = path.join(library, '.dmxignore');
    const make: readonly (() => unknown)[] = [
      () => mkdirSync(file),
      () => execFileSync('mkfifo', [file]),
      () => symlinkSync('/dev/zero', file),
      () => symlinkSync(path.join(outside, 'patterns'), file),
      () => symlinkSync('nowhere', file),
      () => writeFileSync(file, Buffer.alloc(2 ** 20 + 1, 'a')),
    ];
    for (const one of make) {
      one();
      expect(() => readIgnoreFile(file, library)).toThrow(
        expect.objectContaining({ code: 'CONFIG_INVALID', place: file }),
      );
      rmSync(file, { recursive: true });
    }
  });

  it('may be a link within the library', () => {
    const library = ownFolder();
    writeFiles(library, { patterns: '*.tmp\n' });
    symlinkSync('patterns', path.join(library, '.dmxignore'));
    expect(readIgnoreFile(path.join(library, '.dmxignore'), library)).toBe('*.tmp\n');
  });

  it('stops the walk, wherever it lies: nobody knows what it would have left out', async () => {
    for (const folder of ['', 'x']) {
      const library = ownFolder();
      mkdirSync(path.join(library, folder, '.dmxignore'), { recursive: true });
      const walking = async (): Promise<void> => {
        for await (const _file of walk(library));
      };
      await expect(walking()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    }
  });
});
