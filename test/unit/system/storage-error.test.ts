import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { StorageError, UsageError } from '../../../src/model/errors.ts';
import { writingError, storageError } from '../../../src/system/storage-error.ts';
import { ownFolder } from '../../support/files/own-folder.ts';

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

  it('names the other way of what is no output', () => {
    const root = ownFolder();
    expect(storageError(failing('EROFS'), root)).toMatchObject({ hint: expect.stringContaining('`output`') });
    const sidecar = storageError(failing('EROFS'), root, path.join(root, 'a'), 'name another folder');
    expect(sidecar).toMatchObject({ hint: 'Mount it writable, or name another folder.' });
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

describe('writingError', () => {
  it.each([
    // As libvips 8.18 says it on a file system of 20 MB, and ffmpeg 5 on one of 1 MB.
    '/out/a: write error\nsystem error: No space left on device\nvips2tiff: Write error at scanline 4294967295',
    'av_interleaved_write_frame(): No space left on device\n    Last message repeated 47 times',
  ])('means a full disk where the system said so', (said) => {
    const error = writingError(new Error(said), '/out', '/out/a');
    expect(error).toMatchObject({ name: 'StorageError', code: 'STORAGE_FULL', place: '/out/a' });
  });

  it('goes by the code of what only writing meets', () => {
    expect(writingError(failing('EROFS'), '/out')).toMatchObject({ code: 'STORAGE_DENIED' });
  });

  it('stays what it is where the master may be to blame', () => {
    for (const error of [new Error('VipsJpeg: premature end of JPEG image'), failing('EIO'), failing('ENOENT')]) {
      expect(writingError(error, '/out')).toBe(error);
    }
  });
});
