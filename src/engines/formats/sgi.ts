import { SourceError } from '../../model/errors.ts';
import { readWithMagick, type MagickHeader } from './foreign/magick-decoder.ts';

// Places in the header ("The SGI Image File Format", 1.0).
const [SAMPLE_BYTES, DIMENSIONS, WIDTH, HEIGHT, CHANNELS, MAP] = [3, 4, 6, 8, 10, 104] as const;

/** Gray, RGB, RGB and alpha. */
const READ: readonly number[] = [1, 3, 4];

function readHeader(head: Buffer): MagickHeader {
  const dimensions = head.readUInt16BE(DIMENSIONS);
  const channels = dimensions === 3 ? head.readUInt16BE(CHANNELS) : 1;
  const bits = 8 * head.readUInt8(SAMPLE_BYTES);
  // Gray of 16 bits ImageMagick takes for a palette that is too large.
  if (!READ.includes(channels) || (channels === 1 && bits > 8) || head.readUInt32BE(MAP) !== 0) {
    const expected = 'expected an SGI in gray of 8 bits, RGB or RGB with alpha';
    throw new SourceError(
      'SOURCE_FORMAT_UNSUPPORTED',
      `${expected}, got ${channels} channels of ${bits} bits, or a palette`,
      {
        hint: 'Save it as TIFF or PNG.',
      },
    );
  }
  return {
    width: head.readUInt16BE(WIDTH),
    height: dimensions > 1 ? head.readUInt16BE(HEIGHT) : 1,
    alpha: channels === 4,
  };
}

/** Pictures of Silicon Graphics. */
export const sgi = { decoder: readWithMagick({ label: 'SGI', format: 'SGI', readHeader }), encoder: undefined };
