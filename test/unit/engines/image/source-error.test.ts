import { describe, expect, it } from 'vitest';
import { toSourceError } from '../../../../src/engines/image/source-error.ts';
import { RenditionError } from '../../../../src/model/errors.ts';

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

describe('what a decoder throws', () => {
  it.each([
    ['Input file is missing: /srv/library/gone.jpg', 'SOURCE_UNREADABLE'],
    ['Input file contains unsupported image format', 'SOURCE_FORMAT_UNSUPPORTED'],
    ['VipsJpeg: Unsupported JPEG data precision 12', 'SOURCE_FORMAT_UNSUPPORTED'],
    [
      'heif: Invalid input: Wrong tile image chroma format: Image tile has different (4.40)',
      'SOURCE_FORMAT_UNSUPPORTED',
    ],
    ['Input image exceeds pixel limit', 'SOURCE_TOO_LARGE'],
    ['Input SVG image exceeds 32767x32767 pixel limit', 'SOURCE_TOO_LARGE'],
    ['Input file has corrupt header: pngload: end of stream', 'SOURCE_CORRUPT'],
    ['VipsJpeg: premature end of JPEG image', 'SOURCE_CORRUPT'],
    ['Unknown error', 'SOURCE_CORRUPT'],
    ['', 'SOURCE_CORRUPT'],
  ])('"%s" is %s, with a hint', (message, code) => {
    const error = toSourceError(new Error(message));
    expect(error.code).toBe(code);
    expect(error.hint).not.toBe('');
    expect(error.message).not.toMatch(/: ?$/);
  });

  it('is told by its last line: warnings come first', () => {
    const error = toSourceError(new Error('VipsJpeg: 2 extraneous bytes\nVipsJpeg: Invalid component ID 2 in SOS\n'));
    expect(error.message).toContain('Invalid component ID 2 in SOS');
    expect(error.message).not.toContain('extraneous');
  });

  it('is told without the path, and judged without it too', () => {
    const error = toSourceError(new Error('/srv/permission denied/a.tif: bad seek to 504'));
    expect(error.code).toBe('SOURCE_CORRUPT');
    expect(error.message).not.toContain('/srv');
  });

  it.each([
    ['past its end', () => Buffer.alloc(9).readUInt32LE(14)],
    ['past the end of too little', () => Buffer.alloc(1).readUInt32LE(0)],
  ])('is damage, in words about the file, where a header is read %s', (_where, readHeader) => {
    const error = toSourceError(thrownBy(readHeader));
    expect(error.code).toBe('SOURCE_CORRUPT');
    expect(error.message).not.toContain('"offset"');
    expect(error.message).not.toContain('buffer bounds');
  });

  it('passes errors of dmx on as they are', () => {
    const error = new RenditionError('RENDITION_EMPTY', 'nothing left');
    expect(toSourceError(error)).toBe(error);
  });
});
