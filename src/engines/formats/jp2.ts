import { readJp2Header } from './jp2/header.ts';
import { readWithMagick } from './foreign/magick-decoder.ts';

const cost = { fixedMebibytes: 86, pixelBytes: 24 } as const;

/** JPEG 2000: in its boxes, or a bare codestream. */
export const jp2 = {
  decoder: readWithMagick({ label: 'JPEG 2000', format: 'JP2', cost, readHeader: readJp2Header }),
  encoder: undefined,
};
