import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { writeAside } from '../../../../src/system/writing/write-aside.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';

describe('writeAside', () => {
  it('makes a file that nobody sees before it is whole, and leaves nothing else', async () => {
    const folder = ownFolder();
    const target = path.join(folder, 'a.jpg');
    writeFiles(folder, { 'a.jpg': 'old' });
    await writeAside(target, async (file) => {
      await writeFile(file, 'half');
      expect(readFileSync(target, 'utf8')).toBe('old');
      await writeFile(file, 'whole');
    });
    expect(readFileSync(target, 'utf8')).toBe('whole');
    expect(readdirSync(folder)).toEqual(['a.jpg']);
  });

  it('leaves what was there when it fails half-way', async () => {
    const folder = ownFolder();
    writeFiles(folder, { 'a.jpg': 'old' });
    const failing = writeAside(path.join(folder, 'a.jpg'), async (file) => {
      await writeFile(file, 'half');
      throw new Error('no more');
    });
    await expect(failing).rejects.toThrow('no more');
    expect(readFileSync(path.join(folder, 'a.jpg'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a.jpg']);
  });

  it('never takes the place of a file when asked not to', async () => {
    const folder = ownFolder();
    const write = (name: string): Promise<void> =>
      writeAside(path.join(folder, name), (file) => writeFile(file, 'new'), { replace: false });
    writeFiles(folder, { 'a.jpg': 'old' });
    await expect(write('a.jpg')).rejects.toMatchObject({ code: 'EEXIST' });
    await write('b.jpg');
    expect(readFileSync(path.join(folder, 'a.jpg'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a.jpg', 'b.jpg']);
  });
});
