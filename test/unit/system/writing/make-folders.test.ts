import { statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolders } from '../../../../src/system/writing/make-folders.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';

const codeOf = (folder: string): string | undefined => {
  try {
    makeFolders(folder);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
};

describe('makeFolders', () => {
  it('makes a folder with those above it, and leaves what is there', () => {
    const root = ownFolder();
    makeFolders(join(root, 'a/b/c'));
    makeFolders(join(root, 'a/b/c'));
    symlinkSync(join(root, 'a'), join(root, 'link'));
    makeFolders(join(root, 'link'));
    makeFolders(join(root, 'link/d'));
    for (const made of ['a/b/c', 'a/d']) expect(statSync(join(root, made)).isDirectory()).toBe(true);
  });

  it('says what is in the way', () => {
    const root = ownFolder();
    writeFiles(root, { file: '' });
    symlinkSync(join(root, 'nowhere'), join(root, 'dangling'));
    expect(codeOf(join(root, 'file'))).toBe('EEXIST');
    expect(codeOf(join(root, 'file/a/b'))).toBe('ENOTDIR');
    expect(codeOf(join(root, 'dangling'))).toBe('EEXIST');
  });

  it.skipIf(process.platform !== 'linux')('ends where the system makes no folder', () => {
    expect(['EPERM', 'EACCES']).toContain(codeOf('/proc/dmx/a/b'));
  });
});
