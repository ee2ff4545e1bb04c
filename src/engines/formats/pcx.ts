import { readWithMagick, type MagickHeader } from './foreign/magick-decoder.ts';

// Places in the header (ZSoft, "Technical Reference Manual", 1991).
const [LEFT, TOP, RIGHT, BOTTOM, BITS, PLANES] = [4, 6, 8, 10, 3, 65] as const;

function readHeader(head: Buffer): MagickHeader {
  const width = head.readUInt16LE(RIGHT) - head.readUInt16LE(LEFT) + 1;
  const height = head.readUInt16LE(BOTTOM) - head.readUInt16LE(TOP) + 1;
  return { width, height, alpha: head.readUInt8(BITS) === 8 && head.readUInt8(PLANES) === 4 };
}

const cost = { fixedMebibytes: 40, pixelBytes: 20 } as const;

/** PCX, of the first PCs. */
export const pcx = { decoder: readWithMagick({ label: 'PCX', format: 'PCX', cost, readHeader }), encoder: undefined };
