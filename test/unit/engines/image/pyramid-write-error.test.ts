import { describe, expect, it } from 'vitest';
import { pyramidWriteError } from '../../../../src/engines/image/pyramid-write-error.ts';

describe('what libvips says when a level can not be written', () => {
  // As libvips 8.18 says it on a file system of 20 MB.
  const FULL = [
    '/out/level-0.tif: write error',
    'system error: No space left on device',
    'vips2tiff: Write error at scanline 4294967295',
  ].join('\n');

  it('means a full disk where the system said so', () => {
    const error = pyramidWriteError(new Error(FULL), '/out', '/out/level-0.tif');
    expect(error).toMatchObject({ name: 'StorageError', code: 'STORAGE_FULL', place: '/out/level-0.tif' });
  });

  it('stays what it is where the master is to blame', () => {
    const error = new Error('VipsJpeg: premature end of JPEG image');
    expect(pyramidWriteError(error, '/out', '/out/level-0.tif')).toBe(error);
  });
});
