import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { StorageError, UsageError } from '../../../src/model/errors.ts';
import { storageError } from '../../../src/system/storage-error.ts';
import { ownFolder } from '../../support/folder.ts';

const failing = (code: string): Error => Object.assign(new Error(`${code}: it failed`), { code });

describe('storageError', () => {
  it.each([
    ['ENOSPC', 'STORAGE_FULL'],
    ['EDQUOT', 'STORAGE_FULL'],
    ['EACCES', 'STORAGE_DENIED'],
    ['EPERM', 'STORAGE_DENIED'],
    ['EROFS', 'STORAGE_DENIED'],
    ['EXDEV', 'STORAGE_DENIED'],
    ['EIO', 'STORAGE_GONE'],
    ['ESTALE', 'STORAGE_GONE'],
    ['SQLITE_FULL', 'STORAGE_FULL'],
    ['SQLITE_READONLY_DIRECTORY', 'STORAGE_DENIED'],
    ['SQLITE_READONLY_DBMOVED', 'STORAGE_GONE'],
    ['SQLITE_IOERR_WRITE', 'STORAGE_GONE'],
  ])('says of %s who can mend it: %s', (systemCode, code) => {
    const root = ownFolder();
    const cause = failing(systemCode);
    const error = storageError(cause, root, path.join(root, 'a'));
    expect(error).toBeInstanceOf(StorageError);
    expect(error).toMatchObject({ code, place: path.join(root, 'a'), cause, hint: expect.stringMatching(/\.$/) });
  });

  it('tells an output that is gone from a file in it that is gone', () => {
    const root = ownFolder();
    const file = path.join(root, 'out/a');
    const [outputGone, fileGone] = [path.join(root, 'out'), root].map((output) => {
      return storageError(failing('ENOENT'), output, file);
    });
    expect(outputGone).toMatchObject({ code: 'STORAGE_GONE', message: expect.stringContaining('output folder') });
    expect(fileGone).toMatchObject({ code: 'STORAGE_GONE', message: expect.not.stringContaining('output folder') });
  });

  it('leaves alone what it cannot explain, and what is explained already', () => {
    for (const error of [
      new TypeError('a bug'),
      failing('EBADF'),
      new UsageError('OUTPUT_TAKEN', 'x'),
      'text',
      undefined,
    ]) {
      expect(storageError(error, '/')).toBe(error);
    }
  });
});
