import { SourceError } from '../../model/errors.ts';
import { readWithMagick, type MagickHeader } from './foreign/magick-decoder.ts';

// Places in the header ("The SGI Image File Format", 1.0).
const [DIMENSIONS, WIDTH, HEIGHT, CHANNELS, MAP] = [4, 6, 8, 10, 104] as const;

/** Gray, RGB, RGB and alpha. */
const READ: readonly number[] = [1, 3, 4];

function readHeader(head: Buffer): MagickHeader {
  const dimensions = head.readUInt16BE(DIMENSIONS);
  const channels = dimensions === 3 ? head.readUInt16BE(CHANNELS) : 1;
  if (!READ.includes(channels) || head.readUInt32BE(MAP) !== 0) {
    const message = `expected an SGI of 1, 3 or 4 channels that are colours, got ${channels}, or a palette`;
    throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', message, { hint: 'Save it as TIFF or PNG.' });
  }
  return {
    width: head.readUInt16BE(WIDTH),
    height: dimensions > 1 ? head.readUInt16BE(HEIGHT) : 1,
    alpha: channels === 4,
  };
}

/** Pictures of Silicon Graphics. */
export const sgi = { decoder: readWithMagick({ label: 'SGI', format: 'SGI', readHeader }), encoder: undefined };
